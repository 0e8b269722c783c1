import { cleanup, render, screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { i18next } from '../src/i18n/i18n';
import { install, uninstall } from './fake/install';

beforeEach(() => install());
afterEach(() => {
  cleanup();
  uninstall();
});

const PAGES: [address: string, title: string][] = [
  ['/welcome', '欢迎使用 Yundeck'],
  ['/instances', '实例'],
  ['/create', '创建实例'],
  ['/quotes', '报价'],
  ['/images', '镜像'],
  ['/explorer', 'API 浏览器'],
  ['/explorer?cloud=tencent&operation=DescribeInstances', 'API 浏览器'],
  ['/journal', '操作记录'],
  ['/accounts', '账号'],
  ['/accounts?add=tencent', '账号'],
  ['/settings', '设置'],
  ['/help', '帮助'],
  ['/help?topic=prices', '帮助'],
  ['/help?topic=unknown', '帮助'],
  ['/help?topic=sandbox', '帮助'],
  ['/help?topic=keyboard', '帮助'],
  ['/help?topic=diagnostics', '帮助'],
];

describe('every page', () => {
  test.each(PAGES)(
    '%s opens, is titled and has no flaw that axe can see',
    async (address, title) => {
      window.location.hash = address;
      const { container } = render(<App />);
      await waitFor(() => screen.getByRole('heading', { level: 1, name: title }));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(screen.queryByTestId('error-notice')).toBeNull();
      const { violations } = await axe.run(container, {
        // jsdom has no layout and no colours.
        rules: { 'color-contrast': { enabled: false }, 'scrollable-region-focusable': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(i18next.language).toBe('zh-CN');
    },
    60_000,
  );
});
