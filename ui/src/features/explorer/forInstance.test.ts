import { describe, expect, test } from 'vitest';
import { valueAt } from '../../forms/params';
import { operationForm } from '../../testing/catalogue';
import { firstParams, forInstance } from './shownParams';

describe('what is opened for an instance has it filled in', () => {
  test.each([
    ['tencent', 'RenewInstances', ['InstanceIds', '0']],
    ['tencent', 'ResetInstance', ['InstanceId']],
    ['kingsoft', 'ModifyInstanceType', ['InstanceId']],
    ['jdcloud', 'resizeInstance', ['instanceId']],
    ['ucloudstack', 'ResizeVMConfig', ['VMID']],
  ])('%s %s', (cloud, name, path) => {
    const form = operationForm(cloud, name);
    expect(valueAt(forInstance(form, firstParams(form), 'i-1'), path)).toBe('i-1');
  });
});
