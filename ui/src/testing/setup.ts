import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(() => cleanup());

// As long as a test may take altogether, nearly: it goes on as soon as what it waits for is there.
configure({ asyncUtilTimeout: 30_000 });

// What jsdom has no layout or engine for, and Mantine and the virtual rows ask for.
Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
});
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.defineProperty(window, 'ResizeObserver', { value: NoObserver });
for (const side of ['offset', 'client']) {
  Object.defineProperty(HTMLElement.prototype, `${side}Height`, { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, `${side}Width`, { configurable: true, value: 1000 });
}
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
