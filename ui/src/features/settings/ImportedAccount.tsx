import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { AccountChange } from '../../ipc/bindings';
import classes from './SettingsPage.module.css';

type Props = { change: AccountChange; chosen: boolean; onChoose: (chosen: boolean) => void };

/** An account of an exported file, with everything of it that takes effect. It is taken when it is ticked. */
export function ImportedAccount({ change, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const { label, cloud, fate, effect } = change;
  const title = (
    <>
      {fate === 'unknown_cloud' ? cloud : <CloudBadge cloud={cloud} />} {label}
      <span className="yd-dim"> {t(`settings.accountFate.${fate}`)}</span>
    </>
  );
  const proxy = effect.proxy?.kind === 'manual' ? effect.proxy.url : effect.proxy?.kind;
  const facts: [string, string | null | undefined][] = [
    [t('settings.effect.keyId'), effect.keyId],
    [t('settings.effect.endpoint'), effect.endpoint ?? t('settings.effect.public')],
    [t('settings.effect.authority'), effect.authority && `SHA-256 ${effect.authority.slice(0, 16)}…`],
    [t('settings.effect.signing'), effect.signing],
    [t('settings.effect.proxy'), proxy],
    [t('settings.effect.regions'), effect.regions.join(t('common.comma'))],
  ];

  return (
    <li className={classes.imported} data-testid="import-account" data-fate={fate} data-usual={effect.usual}>
      {fate === 'added' ? (
        <Checkbox
          size="xs"
          label={title}
          checked={chosen}
          data-testid="import-account-choose"
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      ) : (
        title
      )}
      {fate === 'added' && (
        <dl>
          {facts
            .filter(([, text]) => text)
            .map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
        </dl>
      )}
      {fate === 'added' && !effect.usual && <strong>{t('settings.notUsual')}</strong>}
    </li>
  );
}
