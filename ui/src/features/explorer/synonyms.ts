/** What people call the same thing, whatever a cloud calls it: whoever looks for one finds all. */
const SAME: readonly (readonly string[])[] = [
  [
    '变配',
    '升配',
    '降配',
    '升级配置',
    '调整配置',
    '变更配置',
    '修改配置',
    '调整机型',
    '变更规格',
    '更改实例套餐',
    'resize',
    'change the instance type',
    'change instance type',
  ],
  ['续费', '到期', '延期', 'renew'],
  ['改密', '改密码', '修改密码', '重置密码', 'password', 'reset password'],
  ['重装', '重装系统', '换系统', '重置系统', '重装或更换系统', 'reinstall', 'rebuild'],
  ['关机', '停机', '停止实例', '关闭实例', 'shut down', 'stop instances', 'stop the instance', 'stop an instance'],
  ['开机', '启动实例', 'power on', 'start instances', 'start the instance', 'start an instance'],
  ['销毁', '退还', '释放', '删除实例', '退还实例', '销毁实例', 'terminate'],
];

/** A word with all that it stands for. */
export function meant(word: string): readonly string[] {
  const groups = SAME.filter((words) => words.includes(word));
  return groups.length > 0 ? [word, ...groups.flat()] : [word];
}
