import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CloudMark } from '../../components/CloudMark';
import { useWords } from '../../i18n/useWords';
import type { NounActView } from '../../ipc/bindings';

export type Creation = { cloud: string; act: NounActView };

type Props = {
  creations: Creation[];
  onCreate: (creation: Creation) => void;
  /** Whether another button is the page's first. */
  secondary?: boolean;
};

/** Makes a new thing: at once where there is one way to, else by the way that is chosen. Nothing where no cloud has one. */
export function CreateButton({ creations, onCreate, secondary = false }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [only, ...others] = creations;
  if (!only) return null;
  if (others.length === 0) {
    return (
      <Button
        variant={secondary ? 'default' : 'filled'}
        leftSection={<IconPlus size={14} />}
        data-testid="noun-create"
        onClick={() => onCreate(only)}
      >
        {words(only.act.title)}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={14} />}
          rightSection={<IconChevronDown size={14} />}
          data-testid="noun-create"
        >
          {t('nouns.create')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {creations.map((creation) => (
          <Menu.Item
            key={`${creation.cloud} ${creation.act.operation}`}
            leftSection={<CloudMark cloud={creation.cloud} />}
            data-testid="noun-creation"
            data-cloud={creation.cloud}
            data-operation={creation.act.operation}
            onClick={() => onCreate(creation)}
          >
            {t('inventory.moreAct', { title: words(creation.act.title) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
