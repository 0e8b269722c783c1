import { describe, expect, test } from 'vitest';
import { schemaAt } from '../../forms/schema';
import { standing } from '../../forms/visibility';
import type { NounActView } from '../../ipc/bindings';
import { operationForm } from '../../testing/catalogue';
import { actParams, asksForThings, asksNothing, withoutSubject } from './actParams';

const act = (operation: string, path: string[], list: boolean) =>
  ({ operation, subject: { path, list } }) as NounActView;

describe('the form of an act', () => {
  test.each([
    ['tencent', 'DeleteKeyPairs', ['KeyIds'], true, { KeyIds: ['k-1'] }],
    ['tencent', 'ModifyKeyPairAttribute', ['KeyId'], false, { KeyId: 'k-1' }],
    ['jdcloud', 'attachDisk', ['diskId'], false, { diskId: 'k-1' }],
  ])('%s %s has what it is done with in its place', (cloud, name, path, list, expected) => {
    const form = operationForm(cloud, name);
    expect(actParams(form, act(name, path, list), { id: 'k-1', name: 'web', within: {} })).toMatchObject(expected);
  });

  test('names what the thing is on where the operation requires it, and nothing else', () => {
    const form = operationForm('jdcloud', 'detachDisk');
    const subject = { id: 'vol-1', name: 'data', within: { instance: ['i-1'], zone: ['z'] } };
    expect(actParams(form, act('detachDisk', ['diskId'], false), subject)).toEqual({
      diskId: 'vol-1',
      instanceId: 'i-1',
    });
    const several = { ...subject, within: { instance: ['i-1', 'i-2'] } };
    expect(actParams(form, act('detachDisk', ['diskId'], false), several)).toEqual({ diskId: 'vol-1' });
  });

  test('does not ask again what it is done with', () => {
    const form = withoutSubject(operationForm('jdcloud', 'detachDisk'), ['diskId']);
    const member = schemaAt(form.schema as object as { [keyword: string]: unknown }, ['diskId']);
    expect(member && standing(member, 'vol-1', false)).toBe('absent');
    expect(asksNothing(form)).toBe(false);
  });

  test('has a region only where it asks for things of one', () => {
    const of = (name: string, path: string[]) => withoutSubject(operationForm('tencent', name), path);
    expect(asksForThings(of('ModifyKeyPairAttribute', ['KeyId']))).toBe(false);
    expect(asksForThings(of('AssociateInstancesKeyPairs', ['KeyIds']))).toBe(true);
  });

  test('of which nothing is left to ask needs no form', () => {
    expect(asksNothing(withoutSubject(operationForm('tencent', 'DeleteKeyPairs'), ['KeyIds']))).toBe(true);
    expect(asksNothing(operationForm('tencent', 'DeleteKeyPairs'))).toBe(false);
  });
});
