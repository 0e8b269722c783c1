import { Button, Menu } from '@mantine/core';
import { IconCalendarDollar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InstanceKey } from '../../ipc/bindings';
import { useRenewal } from './useRenewal';

/** The months that are offered, of those that the cloud takes: what people pay for. */
const OFFERED = [1, 2, 3, 6, 12, 24, 36];

/** Renews the marked instances: for how long is asked here, the rest stands in the review. Absent where no cloud renews. */
export function RenewMenu({ keys, onDone }: { keys: InstanceKey[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { possible, those, months, look, renew, dialog } = useRenewal(keys, onDone);
  if (!possible) return dialog;
  const none = those !== null && those.keys.length === 0;
  return (
    <>
      <Menu position="top" shadow="md" onOpen={() => look(true)} onClose={() => look(false)}>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            fz={12}
            leftSection={<IconCalendarDollar size={14} />}
            data-testid="action-renew"
          >
            {t('inventory.renew.act')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown data-testid="renew-menu">
          <Menu.Label>
            {those === null
              ? t('common.loading')
              : none
                ? t('inventory.renew.none')
                : t('inventory.renew.title', { count: those.keys.length })}
          </Menu.Label>
          {those !== null &&
            !none &&
            months
              .filter((count) => OFFERED.includes(count))
              .map((count) => (
                <Menu.Item key={count} data-testid="renew-months" data-months={count} onClick={() => renew(count)}>
                  {t('money.per.period', { count })}
                </Menu.Item>
              ))}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
