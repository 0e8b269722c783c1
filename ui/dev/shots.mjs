// Takes pictures of the pages over fake data, in both languages and themes.
// Needs `npm run preview:fake` running, Debian's chromium, and playwright-core somewhere outside this package:
//   NODE_PATH=<its node_modules> node dev/shots.mjs <folder> [name filter]

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.env.NODE_PATH ?? process.cwd(), 'x.js'))('playwright-core');
const [folder = 'shots', filter = ''] = process.argv.slice(2);
const size = process.env.SIZE?.split('x').map(Number) ?? [1280, 900];
mkdirSync(folder, { recursive: true });

/** What the shell tells of two acts at once: one that the cloud refused with a long sentence, one whose outcome is unknown. */
async function tellOfActs(page) {
  await page.evaluate(async () => {
    const act = (more) => ({
      ...{ revision: 1, account: 'acc-tencent', accountLabel: '生产', cloud: 'tencent', sandbox: false },
      ...{ region: 'ap-guangzhou', effect: 'mutate', subject: 'api-dev-00046-canary-with-a-long-name', ordered: null },
      ...{ resources: [], requestId: null, startedAt: new Date().toISOString(), endedAt: new Date().toISOString() },
      ...{ cancelled: false, cleared: false, error: null, quote: null, summary: null, privateKey: null },
      ...{ resembling: [], canAskAgain: false, operation: 'StopInstances', title: { zh: '关机', en: 'Stop' } },
      ...more,
    });
    const vendor = { code: 'UnsupportedOperation.InstanceStateCorrupted', requestId: null, httpStatus: 200, made: [] };
    const message =
      'The operation cannot be performed because the instance is corrupted and under repair by the platform.';
    const error = { kind: 'conflict', delivery: 'answered', context: '', words: null, at: null, problems: [] };
    const acts = [
      act({ id: 'n1', phase: 'failed', error: { ...error, vendor: { ...vendor, message, explanation: null } } }),
      act({ id: 'n2', phase: 'outcome_unknown', endedAt: null }),
    ];
    for (const payload of acts)
      await window.__TAURI_INTERNALS__.invoke('plugin:event|emit', { event: 'activity-changed', payload });
  });
}

/** Name, scenario, address, and what to do before the picture. */
const PAGES = [
  ['welcome', 'empty', '/welcome'],
  ['instances', 'full', '/instances'],
  ['instances-empty', 'empty', '/instances'],
  ['instances-details', 'full', '/instances', (page) => page.getByTestId('instance-row').nth(3).click()],
  [
    'instances-selected',
    'full',
    '/instances',
    async (page) => {
      for (const at of [1, 2, 5, 8]) await page.getByTestId('instance-row').nth(at).getByRole('checkbox').click();
    },
  ],
  ['instances-failures', 'full', '/instances', (page) => page.getByTestId('scope-failures').click()],
  [
    'plan-stop',
    'full',
    '/instances',
    async (page) => {
      await page.getByTestId('instance-row').nth(0).getByRole('checkbox').click();
      await page.getByTestId('action-reboot').click();
    },
  ],
  [
    'plan-terminate',
    'full',
    '/instances',
    async (page) => {
      for (const at of [1, 2, 5]) await page.getByTestId('instance-row').nth(at).getByRole('checkbox').click();
      await page.getByTestId('action-terminate').click();
    },
  ],
  ['notices', 'full', '/instances', tellOfActs],
  ['accounts', 'full', '/accounts'],
  ['accounts-add', 'full', '/accounts?add=tencent'],
  ['accounts-nokeychain', 'nokeychain', '/accounts?add=ucloudstack'],
  ['journal', 'full', '/journal'],
  ['journal-details', 'full', '/journal', (page) => page.getByTestId('journal-row').nth(3).click()],
  ['activity', 'full', '/instances', (page) => page.getByTestId('activity-bar').click()],
  ['settings', 'full', '/settings'],
  ['settings-import', 'full', '/settings', (page) => page.getByTestId('settings-import').click()],
  ['accounts-import', 'full', '/accounts?find=credentials'],
  [
    'search',
    'full',
    '/instances',
    async (page) => {
      await page.getByTestId('search-open').click();
      await page.getByTestId('search-input').fill('mysql');
    },
  ],
  ['create', 'full', '/create'],
  ['quotes', 'full', '/quotes'],
  ['images', 'full', '/images'],
  ['explorer', 'full', '/explorer'],
  ['explorer-search', 'full', '/explorer', (page) => page.getByTestId('explorer-search').fill('密钥')],
  ['explorer-form', 'full', '/explorer?cloud=tencent&operation=RunInstances'],
  [
    'explorer-reply',
    'full',
    '/explorer?cloud=tencent&operation=DescribeInstances',
    (page) => page.getByTestId('explorer-send').click(),
  ],
  [
    'explorer-tree',
    'full',
    '/explorer?cloud=tencent&operation=DescribeInstances',
    async (page) => {
      await page.getByTestId('explorer-send').click();
      await page.getByTestId('explorer-reply-view').locator('label').nth(1).click();
    },
  ],
  [
    'explorer-refused',
    'refused',
    '/explorer?cloud=kingsoft&operation=DescribeInstances',
    (page) => page.getByTestId('explorer-send').click(),
  ],
  [
    'explorer-plan',
    'full',
    '/explorer?cloud=tencent&operation=TerminateInstances',
    async (page) => {
      await page.getByTestId('explorer-example').click();
      await page.waitForTimeout(600);
      await page.getByTestId('explorer-send').click();
    },
  ],
  [
    'explorer-act',
    'full',
    '/explorer?cloud=jdcloud&operation=createKeypair',
    async (page) => {
      await page.getByTestId('explorer-example').click();
      await page.waitForTimeout(600);
      await page.getByTestId('explorer-send').click();
      await page.getByTestId('confirm-apply').click();
      await page.waitForTimeout(1200);
    },
  ],
  [
    'explorer-about',
    'full',
    '/explorer?cloud=tencent&operation=ResetInstance',
    async (page) => {
      await page.getByTestId('explorer-send').click();
      await page.getByTestId('explorer-tab-about').click();
    },
  ],
  ['explorer-history', 'full', '/explorer', (page) => page.getByTestId('explorer-history').click()],
  [
    'explorer-paste',
    'full',
    '/explorer?cloud=tencent&operation=DescribeKeyPairs',
    async (page) => {
      await page.getByTestId('explorer-paste').click();
      await page.getByTestId('explorer-paste-text').fill('hello');
      await page.getByTestId('explorer-paste-apply').click();
    },
  ],
  ['explorer-noaccount', 'empty', '/explorer?cloud=jdcloud&operation=describeInstances'],
];
const LOOKS = (process.env.LOOKS ?? 'zh-light,en-light,zh-dark,en-dark').split(',');

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const [name, scenario, address, act] of PAGES.filter(([name]) => name.includes(filter))) {
  for (const look of LOOKS) {
    const [lang, theme] = look.split('-');
    const page = await browser.newPage({ viewport: { width: size[0], height: size[1] } });
    page.on('pageerror', (error) => console.log(`${name} ${look}: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.log(`${name} ${look}: ${message.text()}`));
    await page.goto(`http://localhost:1421/?scenario=${scenario}&lang=${lang}&theme=${theme}&latency=5#${address}`);
    await page.waitForSelector('nav');
    await page.waitForTimeout(1500);
    try {
      await act?.(page);
    } catch (error) {
      console.log(`${name} ${look}: ${String(error).split('\n')[0]}`);
    }
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
    await page.close();
  }
}
await browser.close();
