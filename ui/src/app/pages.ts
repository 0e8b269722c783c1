import {
  type Icon,
  IconApi,
  IconHelp,
  IconHistory,
  IconKey,
  IconPhoto,
  IconPlus,
  IconReceiptYuan,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react';

/** A page of the navigation. */
export type PageLink = {
  id: 'instances' | 'create' | 'quotes' | 'images' | 'explorer' | 'journal' | 'accounts' | 'settings' | 'help';
  to: '/instances' | '/create' | '/quotes' | '/images' | '/explorer' | '/journal' | '/accounts' | '/settings' | '/help';
  icon: Icon;
};

/** The pages by task: first those one works on, then those one looks things up or sets things up on. */
export const PAGES: PageLink[][] = [
  [
    { id: 'instances', to: '/instances', icon: IconServer2 },
    { id: 'create', to: '/create', icon: IconPlus },
    { id: 'quotes', to: '/quotes', icon: IconReceiptYuan },
    { id: 'images', to: '/images', icon: IconPhoto },
  ],
  [
    { id: 'explorer', to: '/explorer', icon: IconApi },
    { id: 'journal', to: '/journal', icon: IconHistory },
    { id: 'accounts', to: '/accounts', icon: IconKey },
    { id: 'settings', to: '/settings', icon: IconSettings },
    { id: 'help', to: '/help', icon: IconHelp },
  ],
];
