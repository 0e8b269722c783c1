import type { FoundCredentials, FoundPlaceView, FoundProfile } from '../../src/ipc/bindings';

const profile = (
  id: string,
  more: Partial<FoundProfile> & Pick<FoundProfile, 'profile' | 'cloud' | 'maskedKeyId'>,
): FoundProfile => ({
  id,
  region: null,
  endpoint: null,
  temporary: false,
  fate: { kind: 'importable' },
  note: null,
  ...more,
});

const file = (
  path: string,
  tool: string,
  profiles: FoundProfile[],
  more: Partial<FoundPlaceView> = {},
): FoundPlaceView => ({
  id: path,
  tool,
  path,
  isFile: true,
  problem: null,
  profiles,
  ...more,
});

const privateCloud = {
  zh: '这是公有云的密钥。私有云单独部署，账号不通用：只有当这把密钥确实属于您的私有云时才导入，并填写它的接入地址。',
  en: 'A key of the public cloud. Import it only if the key really belongs to your private cloud, and give its endpoint.',
};

/** What other tools left on the computer. */
export const found: FoundCredentials = {
  lookedFor: ['~/.tccli/*.credential', '~/.jdc/config', '~/.ks/credentials', '~/.ucloud/credential.json'],
  places: [
    file('~/.tccli/default.credential', 'tccli', [
      profile('p1', {
        profile: 'default',
        cloud: 'tencent',
        maskedKeyId: 'AKID****MPLE',
        region: 'ap-guangzhou',
        fate: { kind: 'present', label: '生产' },
      }),
    ]),
    file('~/.tccli/sso.credential', 'tccli', [
      profile('p2', {
        profile: 'sso',
        cloud: 'tencent',
        maskedKeyId: 'AKID****oken',
        fate: {
          kind: 'skipped',
          why: {
            zh: '这是 tccli 登录得到的临时密钥，几小时内就会失效。',
            en: 'A temporary key from signing in with tccli; it ends within hours.',
          },
        },
      }),
    ]),
    file('~/.jdc/config', 'jdc', [
      profile('p3', { profile: 'default', cloud: 'jdcloud', maskedKeyId: 'JDC_****0001', region: 'cn-north-1' }),
      profile('p4', { profile: 'staging', cloud: 'jdcloud', maskedKeyId: 'JDC_****0002', region: 'cn-east-2' }),
    ]),
    file('~/.ks/credentials', 'kscore', [], {
      problem: { zh: '文件不是正确的 INI（第 3 行）。', en: 'The file is no proper INI (line 3).' },
    }),
    file('~/.ucloud/credential.json', 'ucloud', [
      profile('p5', {
        profile: 'default',
        cloud: 'ucloudstack',
        maskedKeyId: 'nKJx****E0==',
        region: 'cn-bj2',
        note: privateCloud,
      }),
    ]),
    file(
      'TENCENTCLOUD_SECRET_ID',
      'TENCENTCLOUD_SECRET_ID',
      [profile('p6', { profile: '', cloud: 'tencent', maskedKeyId: 'AKID****9999', temporary: true })],
      { isFile: false },
    ),
  ],
};
