import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EffectBadge } from '../../components/EffectBadge';
import { actOf } from '../../components/useActWords';
import { useWords } from '../../i18n/useWords';
import type { InstanceKey } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import { useOperations } from '../../ipc/queries/explorer';

type Props = { cloud: string; instanceKey: InstanceKey };

/** What else its cloud can do with an instance: renew it, resize it, set its password. Each opens its form with it filled in. */
export function MoreActs({ cloud: id, instanceKey: { account, region, id: instance } }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const cloud = useCloud(id);
  const others = useOperations().filter(
    ({ cloud: of, noun, effect, name }) =>
      of === id && noun === 'instance' && effect !== 'read' && actOf(cloud, name) === null,
  );
  if (others.length === 0) return null;
  return (
    <Menu position="bottom-end" shadow="md" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          fz={12}
          leftSection={<IconDots size={14} />}
          data-testid="action-more"
        >
          {t('inventory.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {others.map(({ name, title, effect }) => (
          <Menu.Item
            key={name}
            data-testid="action-other"
            data-operation={name}
            rightSection={<EffectBadge effect={effect} />}
            onClick={() =>
              void navigate({ to: '/explorer', search: { cloud: id, operation: name, account, region, instance } })
            }
          >
            {t('inventory.moreAct', { title: words(title) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
