import type { Handlers } from '../handlers';

const REPORT = `Program
  version: 0.1.0
  commit: 82e5183
  system: Debian 12.12.0 [64-bit], x86_64
  web view: WebKitGTK 2.50.4
  keychain: available
  data folder: ~/.local/share/cn.yundeck.desktop

Accounts
  1. tencent: 2 region(s), TC3-HMAC-SHA256, public endpoint, the application's proxy, secret: keychain, last test: fine

Log: warnings and errors
  none
`;

export default {
  open_help_link: () => null,
  open_logs: () => null,
  diagnostics: () => REPORT,
} satisfies Handlers;
