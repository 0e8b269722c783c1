import type { AccountEffect, DataFolderView, ImportPreview, Settings } from '../../../src/ipc/bindings';
import type { Handlers } from '../handlers';
import * as chosen from '../scenario';

let folder: DataFolderView = {
  folder: '/home/lin/.local/share/cn.yundeck.desktop',
  next: null,
  usual: null,
  failure: null,
  asItIs: false,
  held: null,
  moved: [],
  others: 'nothing',
};

const usual: AccountEffect = {
  keyId: 'AKIDEXAMPLE',
  regions: ['ap-guangzhou'],
  endpoint: null,
  signing: null,
  proxy: null,
  authority: null,
  usual: true,
};

const preview: ImportPreview = {
  id: 'import-1',
  path: '/home/lin/文档/yundeck-2026-11-20.json',
  exportedAt: '2026-11-20T08:00:00Z',
  appVersion: '0.1.0',
  settings: [
    { name: 'language', from: '"zh-CN"', to: '"en"' },
    { name: 'requestSeconds', from: 'null', to: '45' },
    { name: 'ratePercent', from: '{}', to: '{"tencent":50}' },
    { name: 'proxy', from: '{"kind":"system"}', to: '{"kind":"manual","url":"http://10.0.0.8:3128","username":null}' },
  ],
  accounts: [
    { label: '生产', cloud: 'tencent', id: 'tencent-1', fate: 'present', effect: usual },
    {
      label: '备份机房',
      cloud: 'ucloudstack',
      id: 'ucloudstack-2',
      fate: 'added',
      effect: { ...usual, keyId: 'uk-backup', regions: ['cn'], endpoint: 'https://cloud.example.com', usual: false },
    },
  ],
  drafts: { added: 2, changed: 1, kept: 0 },
  calls: { added: 0, changed: 0, kept: 0 },
  journal: { added: 124, changed: 0, kept: 3 },
  leftOut: [],
};

export default {
  keep_proxy_password: () => null,
  data_folder: () => folder,
  open_data_folder: () => null,
  choose_data_folder: () => {
    folder = { ...folder, next: '/data/yundeck' };
    return folder;
  },
  keep_data_folder: () => {
    folder = { ...folder, next: null };
    return folder;
  },
  export_everything: () => ({ path: '/home/lin/文档/yundeck-2026-11-20.json', leftOut: [] }),
  export_journal: () => null,
  choose_export: () => preview,
  take_export: (): Settings => chosen.settings,
} satisfies Handlers;
