import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { EffectBadge } from '../../components/EffectBadge';
import { MenuAt } from '../../components/MenuAt';
import { useWords } from '../../i18n/useWords';
import type { NounActView } from '../../ipc/bindings';
import { useNounWords } from '../explorer/useNounWords';
import classes from './Nouns.module.css';
import { useActLabel } from './useActLabel';

type Items = { acts: NounActView[]; onAct: (act: NounActView) => void };

/** Everything that can be done with a thing, by group: those of several nouns stand under the noun's name. */
export function ActItems({ acts, onAct }: Items) {
  const { t } = useTranslation();
  const words = useWords();
  const noun = useNounWords();
  const label = useActLabel();
  return sections(acts).map(([section, ones], index) => (
    <Fragment key={section}>
      {index > 0 && <Menu.Divider />}
      <Menu.Label>
        {section.startsWith('related/') ? words(noun(section.slice('related/'.length))) : t(`nouns.acts.${section}`)}
      </Menu.Label>
      {ones.map((act) => (
        <Menu.Item
          key={act.operation}
          data-testid="act-item"
          data-operation={act.operation}
          rightSection={act.effect === 'mutate' ? undefined : <EffectBadge effect={act.effect} />}
          onClick={() => onAct(act)}
        >
          {label(act)}
        </Menu.Item>
      ))}
    </Fragment>
  ));
}

/** The acts in sections, in the order in which they come. */
function sections(acts: NounActView[]): [string, NounActView[]][] {
  const found = new Map<string, NounActView[]>();
  for (const act of acts) {
    const section = act.group === 'related' ? `related/${act.noun}` : act.group;
    found.set(section, [...(found.get(section) ?? []), act]);
  }
  return [...found];
}

/** The button that opens them. */
export function MoreActs({ acts, onAct }: Items) {
  const { t } = useTranslation();
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" shadow="md" width={280}>
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
      <Menu.Dropdown mah={420} className={classes.menu ?? ''}>
        <ActItems acts={acts} onAct={onAct} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same where a row was right-clicked. */
export function RowActs({
  at,
  label,
  onClose,
  ...items
}: Items & { at: { x: number; y: number }; label: string; onClose: () => void }) {
  if (items.acts.length === 0) return null;
  return (
    <MenuAt at={at} width={280} onClose={onClose}>
      <Menu.Dropdown mah={420} className={classes.menu ?? ''} data-testid="row-acts" aria-label={label}>
        <ActItems {...items} />
      </Menu.Dropdown>
    </MenuAt>
  );
}
