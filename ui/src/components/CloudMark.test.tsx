import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { i18next } from '../i18n/i18n';
import { CREATE, cloudSpec } from '../testing/catalogue';
import { renderPiece } from '../testing/render';
import { CloudMark } from './CloudMark';

const clouds = Object.keys(CREATE).map((id) => {
  const { title, colour } = cloudSpec(id) as { title: { zh: string; en: string }; colour: string };
  return { id, title, colour };
});

afterEach(async () => {
  clearMocks();
  await i18next.changeLanguage('zh-CN');
});

/** The channels of a colour, and how bright it is (WCAG 2). */
const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
    .map((channel) => channel / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(['zh-CN', 'en'])('in %s every cloud has a letter of its own', async (language) => {
  await i18next.changeLanguage(language);
  mockIPC((command) => (command === 'clouds' ? clouds : null));
  const { container } = renderPiece(clouds.map(({ id }) => <CloudMark key={id} cloud={id} />));
  const letters = () => [...container.querySelectorAll<HTMLElement>('[data-letter]')].map((one) => one.dataset.letter);
  await waitFor(() => expect(letters().every(Boolean)).toBe(true));
  expect(new Set(letters()).size).toBe(clouds.length);
});

test.each(clouds)('the white letter of $id is read on its colour', ({ colour }) => {
  expect(1.05 / (brightness(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
});

test('no two clouds have colours that look alike', () => {
  for (const one of clouds)
    for (const other of clouds.filter(({ id }) => id > one.id)) {
      const apart = channels(one.colour).map((channel, at) => channel - (channels(other.colour)[at] ?? 0));
      expect(Math.hypot(...apart), `${one.id} ${other.id}`).toBeGreaterThan(60);
    }
});
