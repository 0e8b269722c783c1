import { useLocalStorage } from '@mantine/hooks';

/**
 * Like `useState`, and the value outlives the window: filters, never secrets or parameters. What an older version did not
 * know takes its default. `name` stands for the whole program.
 */
export function useRemembered<Value extends object>(name: string, first: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useLocalStorage<Value>({
    key: name,
    defaultValue: first,
    getInitialValueInEffect: false,
    sync: false,
    deserialize: (text) => remembered(text, first),
  });
  return [value, setValue];
}

function remembered<Value extends object>(text: string | undefined, first: Value): Value {
  try {
    const stored: unknown = JSON.parse(text ?? '');
    return typeof stored === 'object' && stored !== null ? { ...first, ...stored } : first;
  } catch {
    return first;
  }
}
