import type { Effect } from '../../src/ipc/bindings';

/** What a journal may tell of: operation, its title in both languages, effect, subject. */
export const ACTS: [string, string, string, Effect, string][] = [
  ['RunInstances', '创建实例', 'Create instances', 'purchase', 'web-prod'],
  ['StopInstances', '关闭实例', 'Stop instance', 'mutate', 'mysql-staging-03'],
  ['ModifyImageSharePermission', '共享镜像', 'Share image', 'mutate', 'img-6pb6lrmy'],
  ['TerminateInstances', '销毁实例', 'Terminate instance', 'destroy', 'ci-dev-12'],
  ['RebootInstances', '重启实例', 'Reboot instance', 'mutate', 'gateway-prod-02'],
  ['CreateImage', '制作镜像', 'Create image', 'mutate', 'golden-2026-03'],
];
