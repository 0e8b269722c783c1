import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../components/CloudBadge';
import { CloudMark } from '../components/CloudMark';
import { SandboxMark } from '../components/SandboxMark';
import { useWords } from '../i18n/useWords';
import type { Account } from '../ipc/bindings';
import { useClouds } from '../ipc/queries/clouds';

type Props = {
  accounts: Account[];
  value: string;
  onChange: (account: Account) => void;
  /** Whether the label stands above, or is only spoken. */
  labelled?: boolean;
  /** The least width, in pixels. */
  least?: number;
};

/** An account by its label, with its cloud. */
export function AccountSelect({ accounts, value, onChange, labelled = false, least = 210 }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const clouds = useClouds();
  const cloudOf = (account: Account | undefined) => clouds.find(({ id }) => id === account?.cloud);
  const current = accounts.find(({ id }) => id === value);
  const title = (account: Account) => {
    const cloud = cloudOf(account);
    return `${cloud ? words(cloud.title) : account.cloud}  ${account.label}`;
  };
  return (
    <Select
      data={accounts.map((account) => ({ value: account.id, label: title(account) }))}
      value={value}
      label={labelled ? t('common.account') : undefined}
      aria-label={t('common.account')}
      data-testid="account-select"
      allowDeselect={false}
      searchable={accounts.length > 6}
      miw={least}
      leftSection={<CloudMark cloud={current?.cloud} />}
      rightSection={current?.sandbox ? <SandboxMark /> : undefined}
      rightSectionWidth={current?.sandbox ? 68 : undefined}
      styles={{ input: { textOverflow: 'ellipsis' } }}
      rightSectionPointerEvents="none"
      renderOption={({ option }) => {
        const account = accounts.find(({ id }) => id === option.value);
        return account && <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />;
      }}
      onChange={(id) => {
        const account = accounts.find((one) => one.id === id);
        if (account) onChange(account);
      }}
    />
  );
}
