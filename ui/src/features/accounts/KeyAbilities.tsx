import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDotted,
  IconHelpCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { Abilities, Ability, ConnectionCheck, ConnectionReport } from '../../ipc/bindings';
import classes from './Accounts.module.css';

const SHAPES = {
  yes: IconCircleCheck,
  lacking: IconAlertTriangle,
  not_tried: IconCircleDashed,
  not_refused: IconCircleDotted,
  unknown: IconHelpCircle,
} satisfies { [ability in Ability]: unknown };

const ABILITIES = ['look', 'operate', 'buy'] satisfies (keyof Abilities)[];

/** What a key may do by its last test, and what it was refused. Reports of earlier versions say nothing of it. */
export function KeyAbilities({ report }: { report: ConnectionReport }) {
  const { t } = useTranslation();
  const { may, checks = [] } = report;
  // The first read's error is the report's own.
  const refused = checks.filter(
    ({ error, operation }) => error && !(error === report.error || operation === report.operation),
  );
  if (!may || checks.length === 0) return null;

  return (
    <div className={classes.abilities} data-testid="key-abilities">
      <ul>
        {ABILITIES.map((name) => {
          const ability = may[name];
          const Shape = SHAPES[ability];
          return (
            <li key={name} data-ability={name} data-answer={ability} title={t(`accounts.abilityHint.${ability}`)}>
              <Shape size={14} aria-hidden />
              {t(`accounts.ability.${name}`)}
              <span className="yd-dim">{t(`accounts.abilityAnswer.${ability}`)}</span>
            </li>
          );
        })}
      </ul>
      {refused.map((check) => (
        <Refusal key={check.operation} check={check} />
      ))}
    </div>
  );
}

function Refusal({ check: { need, operation, error } }: { check: ConnectionCheck }) {
  const { t } = useTranslation();
  const words = useWords();
  if (!error) return null;
  const explanation = error.words ?? error.vendor?.explanation;
  return (
    <p className={classes.refusal} data-testid="key-refusal" data-need={need}>
      {t('accounts.refused', { need: t(`accounts.need.${need}`), operation })}{' '}
      {explanation ? words(explanation) : t(`error.${error.kind}.title`)}
      {error.vendor && <code className="yd-code"> {error.vendor.code}</code>}
    </p>
  );
}
