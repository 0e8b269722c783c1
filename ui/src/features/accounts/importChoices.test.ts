import { describe, expect, test } from 'vitest';
import type { CloudView, Fate, FoundPlaceView, FoundProfile } from '../../ipc/bindings';
import { firstChoice, leftIn, missing, wanted } from './importChoices';

const clouds = [
  { id: 'open', endpointRequired: false, regions: [{ id: 'north' }] },
  { id: 'own', endpointRequired: true, regions: [] },
] as unknown as CloudView[];

const profile = (id: string, more: Partial<FoundProfile> = {}): FoundProfile => ({
  id,
  profile: id,
  cloud: 'open',
  maskedKeyId: 'AKID****MPLE',
  region: 'south',
  endpoint: null,
  temporary: false,
  fate: { kind: 'importable' },
  note: null,
  ...more,
});
const place = (path: string, profiles: FoundProfile[], more: Partial<FoundPlaceView> = {}): FoundPlaceView => ({
  id: path,
  tool: 'tool',
  path,
  isFile: true,
  problem: null,
  profiles,
  ...more,
});
const present: Fate = { kind: 'present', label: 'x' };

describe('what was found', () => {
  test('is picked when it can be imported as it is', () => {
    expect(firstChoice(profile('a'), clouds)).toEqual({ picked: true, region: 'south', endpoint: '' });
    expect(firstChoice(profile('a', { region: null }), clouds).region).toBe('north');
    expect(firstChoice(profile('a', { fate: present }), clouds).picked).toBe(false);
    expect(firstChoice(profile('a', { note: { zh: '注意', en: 'note' } }), clouds).picked).toBe(false);
    expect(firstChoice(profile('a', { temporary: true }), clouds).picked).toBe(false);
    expect(firstChoice(profile('a', { cloud: 'own' }), clouds).picked).toBe(false);
    expect(firstChoice(profile('a', { cloud: 'unknown' }), clouds).picked).toBe(false);
  });

  test('says what is missing of it, once it is picked', () => {
    const choice = { picked: true, region: ' ', endpoint: '' };
    expect(missing(profile('a'), choice, clouds)).toBe('region');
    expect(missing(profile('a', { cloud: 'own' }), { ...choice, region: 'r' }, clouds)).toBe('endpoint');
    expect(missing(profile('a'), { ...choice, region: 'r' }, clouds)).toBeNull();
    expect(missing(profile('a'), { ...choice, picked: false }, clouds)).toBeNull();
  });

  test('is imported when it is picked and can be', () => {
    const places = [place('p', [profile('a'), profile('b'), profile('c', { fate: present })])];
    const picked = { picked: true, region: ' r ', endpoint: ' ' };
    expect(wanted(places, { a: picked, b: { ...picked, picked: false }, c: picked })).toEqual([
      { id: 'a', regions: ['r'], endpoint: null },
    ]);
  });

  test('leaves nothing in a file whose keys are all in accounts', () => {
    const done = place('done', [profile('a', { fate: present })]);
    const same = place('same', [profile('a', { fate: { kind: 'elsewhere', path: 'done' } })]);
    expect(leftIn(done, [done])).toBe(0);
    expect(leftIn(same, [done, same])).toBe(0);
    expect(leftIn(same, [same])).toBe(1);
    expect(leftIn(place('p', [profile('a'), profile('b', { fate: present })]), [])).toBe(1);
    expect(leftIn(place('p', [], { problem: { zh: '坏', en: 'bad' } }), [])).toBe(1);
  });
});
