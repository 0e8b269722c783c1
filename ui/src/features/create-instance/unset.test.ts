import { describe, expect, test } from 'vitest';
import { valueAt } from '../../forms/params';
import { prepared } from '../../forms/prepare';
import { isSchema } from '../../forms/schema';
import { CREATE, operationForm } from '../../testing/catalogue';
import { unsetIn } from './unset';

const of = (cloud: string, params: object) => {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  return unsetIn(prepared(isSchema(form.schema) ? form.schema : {}, params), form.again, { ...params });
};

describe('what an order leaves to the cloud', () => {
  test.each(Object.keys(CREATE))('%s: an order that says nothing leaves all that there is a place for', (cloud) => {
    const left = of(cloud, {}).map(({ what }) => what);
    expect(left.filter((what) => what !== 'instance_type')).toEqual([
      'system_disk',
      'network',
      'security_group',
      'login',
      'public_address',
    ]);
  });

  test('Tencent: the disk that holds instead is said, and what is given is not', () => {
    const [disk, ...others] = of('tencent', {
      InstanceType: 'S5.MEDIUM4',
      VirtualPrivateCloud: { SubnetId: 'subnet-1' },
      LoginSettings: { KeyIds: ['key-1'] },
      InternetAccessible: { InternetMaxBandwidthOut: 0 },
    });
    expect(valueAt(disk?.defaults, ['SystemDisk', 'DiskSize'])).toBe(50);
    expect(others.map(({ what }) => what)).toEqual(['security_group', 'public_address']);
  });

  test.each([
    [
      'tencent',
      [
        '由腾讯云按库存决定',
        '',
        '基础网络',
        '不绑定',
        '没有设置：云会随机生成密码，用站内信通知',
        '没有公网 IP 和带宽',
      ],
    ],
    [
      'kingsoft',
      ['云的默认：I1.1A', '由云按默认值分配', '', '', '没有设置：创建后设置了登录方式才能登录', '没有公网 IP'],
    ],
    [
      'jdcloud',
      ['', '容量与镜像一致', '', '默认安全组', '没有设置：云会随机生成密码，用短信和邮件通知', '没有公网 IP'],
    ],
    ['ucloudstack', ['', '', '', '', '没有外网 IP']],
  ])('%s: what holds instead is said as the cloud has it', (cloud, said) => {
    expect(of(cloud, {}).map(({ words }) => words?.zh ?? '')).toEqual(said);
  });

  test('what has to be given is not said to be left to the cloud', () => {
    const required = of('kingsoft', {}).filter((one) => one.required);
    expect(required.map(({ what }) => what)).toEqual(['network', 'security_group']);
  });
});
