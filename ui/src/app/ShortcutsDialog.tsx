import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Keys } from './Keys';
import classes from './Keys.module.css';
import { PAGES } from './pages';
import { capsOf, keysOfPage, SHORTCUTS, type ShortcutGroup, shortcutsOf } from './shortcuts';

const GROUPS: ShortcutGroup[] = ['general', 'pages', 'instances', 'lists'];

type Line = { name: string; keys: readonly string[] };

/** All shortcuts, in one list. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const linesOf = (group: ShortcutGroup): Line[] =>
    group === 'pages'
      ? PAGES.flat().flatMap(({ id }) => {
          const keys = keysOfPage(id);
          return keys ? [{ name: t(`frame.pages.${id}`), keys: [keys] }] : [];
        })
      : shortcutsOf(group).map((id) => ({ name: t(`frame.shortcut.${id}`), keys: SHORTCUTS[id].keys }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('frame.shortcuts')}
      size={680}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ content: { 'data-testid': 'shortcuts' } }}
    >
      <div className={classes.list}>
        {GROUPS.map((group) => (
          <section key={group} className={classes.group}>
            <h3>{t(`frame.shortcutGroup.${group}`)}</h3>
            <dl>
              {linesOf(group).map(({ name, keys }) => (
                <div key={name} className={classes.line}>
                  <dt>{name}</dt>
                  <dd>
                    {keys.map((combination) => (
                      <span key={combination}>
                        <span className="yd-unseen">{capsOf(combination).join(' ')}</span>
                        <Keys combination={combination} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
