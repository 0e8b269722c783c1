import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../ipc/bindings';
import { choicesQuery } from '../../ipc/queries/choices';

type Props = { account: Account | null; value: string[]; onChange: (projects: string[]) => void };

/** The projects that an account is narrowed to; all when there are none. An account that is kept already offers its own. */
export function ProjectsInput({ account, value, onChange }: Props) {
  const { t } = useTranslation();
  const { data: choices } = useQuery({
    ...choicesQuery(account?.id ?? '', account?.regions[0] ?? '', 'project'),
    enabled: account !== null,
    // Where the cloud lists no projects, they are typed.
    retry: false,
  });
  const labels = new Map(choices?.items.map(({ id, label }) => [id, label]));
  return (
    <TagsInput
      label={t('accounts.projects')}
      description={t('accounts.projectsHint')}
      placeholder={value.length === 0 ? t('accounts.projectsAll') : ''}
      data={[...labels.keys()]}
      value={value}
      onChange={onChange}
      acceptValueOnBlur
      splitChars={[',', '，', ' ']}
      renderOption={({ option }) => (
        <span>
          {labels.get(option.value)} <span className="yd-dim">{option.value}</span>
        </span>
      )}
      data-testid="account-projects"
    />
  );
}
