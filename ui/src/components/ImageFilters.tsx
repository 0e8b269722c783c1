import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImageSource } from '../ipc/bindings';
import { FilterChip } from './FilterChip';
import { SearchField } from './SearchField';

type Props = {
  sources: ImageSource[];
  source: ImageSource;
  onSource: (source: ImageSource) => void;
  text: string;
  onText: (text: string) => void;
  /** The platforms to choose from, with how many images there are of each. */
  platforms: [platform: string, count: number][];
  platform: string | null;
  onPlatform: (platform: string | null) => void;
  searchTestId: string;
};

/** What narrows a list of images: where they come from, a text, the platform. */
export function ImageFilters(props: Props) {
  const { t } = useTranslation();
  const { sources, source, onSource, text, onText, platforms, platform, onPlatform, searchTestId } = props;
  return (
    <>
      <SegmentedControl
        data={sources.map((of) => ({ value: of, label: t(`forms.images.source.${of}`) }))}
        value={source}
        aria-label={t('forms.images.sources')}
        data-testid="image-source"
        onChange={(next) => onSource(next as ImageSource)}
      />
      <SearchField
        value={text}
        onChange={onText}
        placeholder={t('forms.images.search')}
        testId={searchTestId}
        width={190}
      />
      {platforms.length > 1 &&
        platforms.map(([name, count]) => (
          <FilterChip
            key={name}
            label={name}
            count={count}
            checked={platform === name}
            onChange={(checked) => onPlatform(checked ? name : null)}
          />
        ))}
    </>
  );
}
