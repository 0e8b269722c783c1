import { expect, test } from 'vitest';
import type { RegionView } from '../ipc/bindings';
import { cloudSpec } from '../testing/catalogue';
import { regionIds, regionNamed } from './regionNamed';

type Case = { cloud: string; text: string; known?: string; other?: string; unclear?: string[] };

const files = import.meta.glob<Case[]>('../../../src-tauri/crates/clouds/tests/region_names.json', {
  eager: true,
  import: 'default',
});
const cases = Object.values(files).flat();

function regionsOf(cloud: string): RegionView[] {
  const { regions } = cloudSpec(cloud) as { regions: (Omit<RegionView, 'zones'> & { zones?: string[] })[] };
  return regions.map((region) => ({ ...region, zones: region.zones ?? [] }));
}

test.each(cases)('$cloud: “$text” means what it means to the shell', ({ cloud, text, ...expected }) => {
  const named = regionNamed(regionsOf(cloud), text);
  const told =
    named.kind === 'known'
      ? { known: named.region.id }
      : named.kind === 'other'
        ? { other: named.id }
        : { unclear: named.meant.map(({ id }) => id) };
  expect(told).toEqual(expected);
});

test('there are cases', () => expect(cases.length).toBeGreaterThan(30));

test('several in one text are several regions, and what names none stays behind', () => {
  const regions = regionsOf('tencent');
  expect(regionIds(regions, ['广州 北京', 'Hong Kong', 'ap-guangzhou'])).toEqual({
    ids: ['ap-guangzhou', 'ap-beijing', 'ap-hongkong'],
    refused: null,
  });
  expect(regionIds(regions, ['广州', '不知道'])).toEqual({ ids: ['ap-guangzhou'], refused: '不知道' });
});
