import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../../app/Keys';
import { MenuAt } from '../../components/MenuAt';
import type { InstanceKey } from '../../ipc/bindings';
import classes from './Inventory.module.css';
import { useVerbs } from './useVerbs';

/** Of which instances the menu is, and where it was asked for. */
export type Asked = { keys: InstanceKey[]; at: { x: number; y: number } };

/** What can be done with the row that was right-clicked, or with all that are marked when it is one of them. */
export function InstanceMenu({
  asked: { keys, at },
  label,
  onClose,
}: {
  asked: Asked;
  label: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const verbs = useVerbs(keys);
  const copies = verbs.filter(({ id }) => id.startsWith('copy-'));
  const others = verbs.filter(({ id }) => id.startsWith('act/'));
  const acts = verbs.filter((verb) => !copies.includes(verb) && !others.includes(verb));
  if (verbs.length === 0) return null;
  return (
    <MenuAt at={at} width={240} onClose={onClose}>
      <Menu.Dropdown data-testid="instance-menu" aria-label={label}>
        {acts.map(({ id, label: name, icon: Shape, keys: combination, why, run }) => (
          <Menu.Item
            key={id}
            disabled={why !== undefined}
            title={why}
            leftSection={<Shape size={14} className={id === 'terminate' && !why ? classes.destroy : undefined} />}
            rightSection={combination && <Keys combination={combination} />}
            data-testid={`menu-${id}`}
            onClick={run}
          >
            {name}
          </Menu.Item>
        ))}
        {others.length > 0 && (
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item leftSection={<IconDots size={14} />} data-testid="menu-more">
                {t('inventory.more')}
              </Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown className={classes.others ?? ''}>
              {others.map(({ id, label: name, run }) => (
                <Menu.Item key={id} data-testid="act-item" data-operation={id.slice('act/'.length)} onClick={run}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        )}
        {copies.length > 0 && <Menu.Divider />}
        {copies.map(({ id, label: name, icon: Shape, run }) => (
          <Menu.Item key={id} leftSection={<Shape size={14} />} data-testid={`menu-${id}`} onClick={run}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </MenuAt>
  );
}
