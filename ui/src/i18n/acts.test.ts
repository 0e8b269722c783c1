import { describe, expect, test } from 'vitest';
import { ACTS, actOf } from '../components/useActWords';
import { CREATE, cloudSpec, operationOf } from '../testing/catalogue';
import { i18next, LANGUAGES, messages } from './i18n';

type Messages = { [key: string]: string | Messages };

/** Other words for what has a name already: two names for one act are two acts to whoever reads them. */
const OTHER_NAMES: { [language in (typeof LANGUAGES)[number]]: { [act: string]: RegExp } } = {
  'zh-CN': {
    stop_instance: /停止实例|关闭实例|关停|停机/,
    start_instance: /开机|启动实例/,
    reboot_instance: /重新开机/,
    terminate_instance: /退还|删除实例|释放实例|销毁实例/,
    create_instance: /新建实例|购买实例/,
    create_image: /创建镜像|新建镜像|生成镜像/,
    delete_image: /移除镜像|销毁镜像/,
    share_image: /分享/,
  },
  en: {
    stop_instance: /\b(shut down|power off|turn off) (the |an )?instance/i,
    start_instance: /\b(boot|power on) (the |an )?instance/i,
    reboot_instance: /\brestart (the |an )?instance/i,
    terminate_instance: /\b(destroy|delete|release) (the |an )?instance/i,
    create_instance: /\b(buy|launch) (an |the )?instance|create from it/i,
    create_image: /\b(create|bake) (an |the )?image/i,
    delete_image: /\bremove (the |an )?image/i,
    share_image: /\bpublish (the |an )?image/i,
  },
};

function flat(words: Messages, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

describe.each(LANGUAGES)('in %s', (language) => {
  const t = i18next.getFixedT(language);
  const all = flat(messages(language));

  test('no act has a second name', () => {
    const second = all.flatMap(([key, text]) =>
      Object.entries(OTHER_NAMES[language])
        .filter(([, other]) => other.test(text))
        .map(([act]) => `${key}: “${text}” instead of “${t(`acts.${act}` as 'acts.stop_instance')}”`),
    );
    expect(second).toEqual([]);
  });

  test('the names of acts stand once, and differ', () => {
    const names = flat(messages(language).acts as Messages);
    expect(new Set(names.map(([, text]) => text)).size).toBe(names.length);
    const again = all.filter(([key, text]) => !/^(acts|effect)\./.test(key) && names.some(([, name]) => name === text));
    expect(again, 'say $t(acts.…) instead').toEqual([]);
  });

  test('what borrows a name has it', () => {
    const borrowed = all.filter(([, text]) => text.includes('$t('));
    expect(borrowed.length).toBeGreaterThan(5);
    for (const [key] of borrowed) expect(t(key as 'inventory.create'), key).not.toContain('$t(');
    expect(t('frame.shortcut.stop')).toBe(t('acts.stop_instance'));
  });
});

test.each(Object.keys(CREATE))('%s: every operation that does one of these acts is called by the act', (cloud) => {
  const jobs = cloudSpec(cloud).jobs as { [job: string]: string };
  for (const act of ACTS) {
    const operation = jobs[act];
    if (operation === undefined) continue;
    expect(operationOf(cloud, operation).title, 'the catalogue has a title of its own').toBeDefined();
    const name = actOf({ jobs }, operation);
    expect(name === act || (name === 'change_shares' && act.endsWith('share_image')), `${operation} is ${name}`).toBe(
      true,
    );
  }
  expect(actOf({ jobs }, 'NoSuchOperation')).toBeNull();
});
