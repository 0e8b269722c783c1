import { SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Proxy as ProxyChoice } from '../../ipc/bindings';
import classes from './SettingsPage.module.css';

type Manual = Extract<ProxyChoice, { kind: 'manual' }>;

type Props = {
  /** `null`: as the application. */
  value: ProxyChoice | null;
  /** Whether it may be as the application. */
  inherits?: boolean;
  /** The id of the words that say what this is. */
  label: string;
  problem?: string | undefined;
  onChange: (proxy: ProxyChoice | null) => void;
};

/** Which proxy of those there can be. The password has no place in here. */
export function ProxyKind({ value, inherits = false, label, onChange }: Omit<Props, 'problem'>) {
  const { t } = useTranslation();
  const kinds = [...(inherits ? ['inherit' as const] : []), 'system' as const, 'direct' as const, 'manual' as const];
  return (
    <SegmentedControl
      aria-labelledby={label}
      data-testid="proxy-kind"
      value={value?.kind ?? 'inherit'}
      onChange={(kind) => {
        if (kind === 'inherit') onChange(null);
        else if (kind === 'manual') onChange({ kind, url: '', username: null });
        else onChange({ kind: kind as 'system' | 'direct' });
      }}
      data={kinds.map((kind) => ({ value: kind, label: t(`settings.proxyKinds.${kind}`) }))}
    />
  );
}

/** Address and user name of a proxy of one's own. */
export function ManualProxy({
  value,
  problem,
  onChange,
  onDone,
}: {
  value: Manual;
  problem?: string | undefined;
  onChange: (proxy: Manual) => void;
  /** When a field is left. */
  onDone?: () => void;
}) {
  const { t } = useTranslation();
  const done = { onBlur: () => onDone?.() };
  return (
    <div className={classes.proxy}>
      <TextInput
        label={t('settings.proxyUrl')}
        placeholder="http://127.0.0.1:3128"
        description={t('settings.proxyUrlHint')}
        value={value.url}
        error={problem}
        spellCheck={false}
        data-testid="proxy-url"
        onChange={(event) => onChange({ ...value, url: event.currentTarget.value })}
        {...done}
      />
      <TextInput
        label={t('settings.proxyUser')}
        description={t('settings.proxyUserHint')}
        value={value.username ?? ''}
        spellCheck={false}
        autoComplete="off"
        data-testid="proxy-username"
        onChange={(event) => onChange({ ...value, username: event.currentTarget.value || null })}
        {...done}
      />
    </div>
  );
}
