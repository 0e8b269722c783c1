import type { TFunction } from 'i18next';
import type { RegionView, Text } from '../ipc/bindings';

/**
 * What a text means that a person wrote for a region: one that is known, another id (the clouds' lists grow without us), or the
 * name of none, with those that may be meant. The shell's `catalogue/src/region.rs` says the same, and one table of cases
 * holds for both.
 */
export type RegionText =
  | { kind: 'known'; region: RegionView }
  | { kind: 'other'; id: string }
  | { kind: 'unclear'; meant: RegionView[] };

export function regionNamed(regions: readonly RegionView[], written: string): RegionText {
  const text = written.trim();
  const wanted = key(text);
  const [whole, another] = regions.filter((region) => names(region).some((name) => key(name) === wanted));
  if (whole && !another) return { kind: 'known', region: whole };
  const ofZone = regions.filter((region) => region.zones.includes(text));
  if (ofZone.length > 0) return { kind: 'unclear', meant: ofZone };
  if (isId(text) && text.includes('-')) return { kind: 'other', id: text };
  const asked = pieces(text, MARKS);
  const inPart = regions.filter((region) => parts(region).some((part) => asked.includes(part)));
  const [one] = inPart;
  if (one) return inPart.length === 1 ? { kind: 'known', region: one } : { kind: 'unclear', meant: inPart };
  if (isId(text) && regions.some(({ id }) => !id.includes('-'))) return { kind: 'other', id: text };
  const isNear = (name: string) => name.includes(wanted) || wanted.includes(name);
  const near = (region: RegionView) => [...names(region).map(key), ...parts(region)].some(isNear);
  return { kind: 'unclear', meant: wanted === '' ? [] : regions.filter(near) };
}

/**
 * The ids of regions that a person wrote, each once; what names none stays behind as `refused`. Several may stand in one text,
 * separated by spaces, as long as they name regions so.
 */
export function regionIds(regions: readonly RegionView[], texts: readonly string[]) {
  const ids: string[] = [];
  let refused: string | null = null;
  for (const text of texts.flatMap((one) => separate(regions, one))) {
    const named = regionNamed(regions, text);
    if (named.kind === 'unclear') refused ??= text;
    else ids.push(named.kind === 'known' ? named.region.id : named.id);
  }
  return { ids: [...new Set(ids)], refused };
}

function separate(regions: readonly RegionView[], text: string): string[] {
  const pieces = text.split(/[\s,，、]+/).filter((piece) => piece !== '');
  const isUnclear = (one: string) => regionNamed(regions, one).kind === 'unclear';
  return isUnclear(text) && pieces.length > 1 && !pieces.some(isUnclear) ? pieces : [text];
}

/** Words for a text that names no region. */
export function noRegionWords(
  regions: readonly RegionView[],
  text: string,
  words: (text: Text) => string,
  t: TFunction,
): string {
  const named = regionNamed(regions, text);
  const meant = named.kind === 'unclear' ? named.meant : [];
  const name = text.trim();
  if (meant.length === 0) return t('forms.regions.unknown', { name, example: regions[0]?.id ?? '' });
  const names = meant.map(({ id, title }) => `${words(title)} ${id}`).join(t('common.comma'));
  return t('forms.regions.unclear', { name, names });
}

/** Whether a region is what a person is typing for, in either language or by its id. */
export function isRegionFor(region: RegionView, typed: string): boolean {
  const wanted = key(typed);
  return names(region).some((name) => key(name).includes(wanted));
}

const MARKS = /[-–·,，、()（）/]/;
const MARKS_AND_DIGITS = /[-–·,，、()（）/0-9]/;

function isId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text);
}

function names({ id, title }: RegionView): string[] {
  return [id, title.zh, title.en];
}

/** A name without what people leave out or write otherwise: case, spaces, marks. */
function key(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** The places that a region's name is made of, without numbers: `华南-广州`, `北京 6 区`, `Hong Kong, China`. */
function parts({ title }: RegionView): string[] {
  return [title.zh, title.en].flatMap((name) => pieces(name, MARKS_AND_DIGITS));
}

function pieces(text: string, ends: RegExp): string[] {
  return text
    .split(ends)
    .map((piece) => key(piece.trim().replace(/(地区|市|区)$/, '')))
    .filter((piece) => piece !== '');
}
