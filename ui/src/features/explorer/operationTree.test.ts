import { describe, expect, test } from 'vitest';
import { operationsOf } from '../../testing/operations';
import { found, linesOf, type Names, nounIdOf, type TreeFilter } from './operationTree';

const operations = operationsOf();
const names: Names = {
  noun: (noun) => (noun === 'key_pair' ? { zh: '密钥对', en: 'Key pairs' } : { zh: noun, en: noun }),
  cloud: (cloud) => (cloud === 'tencent' ? { zh: '腾讯云', en: 'Tencent Cloud' } : { zh: cloud, en: cloud }),
};
const look = (filter: Partial<TreeFilter>) =>
  found(operations, { text: '', effects: [], ...filter }, names).map(({ cloud, name }) => `${cloud}/${name}`);

describe('looking for an operation', () => {
  test('finds it by part of its name, whatever the case', () => {
    expect(look({ text: 'runinst' })).toEqual(
      expect.arrayContaining(['tencent/RunInstances', 'kingsoft/RunInstances']),
    );
  });

  test('finds it by what it is called, in either language', () => {
    expect(look({ text: '导入密钥对' })).toContain('tencent/ImportKeyPair');
    expect(look({ text: 'import a key' })).toContain('tencent/ImportKeyPair');
  });

  test.each([
    [
      '变配',
      [
        'tencent/ResetInstancesType',
        'kingsoft/ModifyInstanceType',
        'jdcloud/resizeInstance',
        'ucloudstack/ResizeVMConfig',
      ],
    ],
    [
      '升级配置',
      [
        'tencent/ResetInstancesType',
        'kingsoft/ModifyInstanceType',
        'jdcloud/resizeInstance',
        'ucloudstack/ResizeVMConfig',
      ],
    ],
    ['resize', ['tencent/ResetInstancesType', 'jdcloud/resizeInstance', 'ucloudstack/ResizeVMConfig']],
    ['到期', ['tencent/RenewInstances']],
    [
      '改密',
      ['tencent/ResetInstancesPassword', 'jdcloud/modifyInstancePassword', 'ucloudstack/ResetVMInstancePassword'],
    ],
    ['关机', ['tencent/StopInstances', 'kingsoft/StopInstances', 'jdcloud/stopInstance', 'ucloudstack/StopVMInstance']],
    ['销毁', ['tencent/TerminateInstances', 'kingsoft/TerminateInstances', 'jdcloud/deleteInstance']],
  ])('finds %s by whatever a cloud calls it', (text, expected) => {
    expect(look({ text })).toEqual(expect.arrayContaining(expected));
  });

  test('wants every word, wherever it stands', () => {
    const hits = look({ text: '腾讯 key pairs import' });
    expect(hits).toEqual(['tencent/ImportKeyPair']);
  });

  test('narrows by effect', () => {
    const hits = found(operations, { text: '', effects: ['destroy', 'purchase'] }, names);
    expect(new Set(hits.map(({ effect }) => effect))).toEqual(new Set(['destroy', 'purchase']));
    expect(hits.length).toBeLessThan(operations.length / 2);
  });
});

describe('the tree', () => {
  test('shows what is unfolded, and counts what is not', () => {
    const shut = linesOf(operations, () => false);
    expect(shut.map(({ kind }) => kind)).toEqual(['cloud', 'cloud', 'cloud', 'cloud']);
    const counts = shut.reduce((sum, line) => sum + (line.kind === 'operation' ? 1 : line.count), 0);
    expect(counts).toBe(operations.length);

    const open = linesOf(operations, (id) => id === 'tencent' || id === nounIdOf('tencent', 'key_pair'));
    const shown = open.flatMap((line) => (line.kind === 'operation' ? [line.operation.name] : []));
    expect(shown).toEqual(
      operations.filter(({ cloud, noun }) => cloud === 'tencent' && noun === 'key_pair').map(({ name }) => name),
    );
    expect(open.find(({ kind }) => kind === 'noun')).toMatchObject({ noun: 'instance' });
  });
});
