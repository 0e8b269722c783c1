import { useLocalStorage } from '@mantine/hooks';

const MOST = 6;

/** What was chosen in the palette, the latest first: ids only, nothing that could be secret. */
export function useRecent() {
  const [recent, setRecent] = useLocalStorage<string[]>({
    key: 'palette-recent',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  // From the present value, not by an updater: the palette is gone before React would run that.
  const remember = (id: string) => setRecent([id, ...recent.filter((other) => other !== id)].slice(0, MOST));
  return { recent, remember };
}
