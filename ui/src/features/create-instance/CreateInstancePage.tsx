import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Page } from '../../components/Page';
import type { Params } from '../../forms/params';
import type { Account, Draft } from '../../ipc/bindings';
import { operationFormQuery } from '../../ipc/queries/choices';
import { useClouds } from '../../ipc/queries/clouds';
import { initialParams } from './initial';
import { type Origin, useOrigin } from './origin';
import { Wizard } from './Wizard';
import { WizardSkeleton } from './WizardSkeleton';

/** Where a wizard stands, and what it was begun with. A new one has a new `id`. */
type Begun = { id: string; account: Account; region: string; from: Pick<Origin, 'draft' | 'instance' | 'image'> };

/** Creating instances on any cloud: steps, fields and checks come from the catalogue. */
export function CreateInstancePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/create' });
  const { origin, loading, accounts } = useOrigin(search);
  const [held, setHeld] = useState<{ asked: string; begun: Begun } | null>(null);
  const asked = JSON.stringify(search);

  // What the address asks for is taken once: the draft it names is gone as soon as it is bought.
  const now = held?.asked === asked ? held.begun : origin && startOf(origin);
  if (now && held?.asked !== asked) setHeld({ asked, begun: now });

  const begin = useCallback(
    (account: Account, region: string, draft: Draft | null, params?: Params) => {
      const again = params && { ...blankDraft(account, region), params };
      const from = { draft: draft ?? again ?? null, instance: null, image: null };
      setHeld({ asked, begun: { id: draft?.id ?? crypto.randomUUID(), account, region, from } });
    },
    [asked],
  );

  if (!now) {
    return (
      <Page title={t('create.title')}>
        {loading ? (
          <WizardSkeleton />
        ) : (
          accounts.length === 0 && (
            <EmptyState
              icon={IconKey}
              title={t('create.noAccounts')}
              action={<Button onClick={() => void navigate({ to: '/accounts' })}>{t('create.addAccount')}</Button>}
            >
              {t('create.noAccountsHint')}
            </EmptyState>
          )
        )}
      </Page>
    );
  }
  return <Loaded key={`${now.id} ${now.account.id}`} begun={now} accounts={accounts} onBegin={begin} />;
}

function startOf(origin: Origin): Begun {
  return { id: origin.draft?.id ?? crypto.randomUUID(), account: origin.account, region: origin.region, from: origin };
}

function blankDraft(account: Account, region: string): Draft {
  return { id: '', cloud: account.cloud, account: account.id, region, params: {}, title: '', savedAt: '' };
}

type LoadedProps = {
  begun: Begun;
  accounts: Account[];
  onBegin: (account: Account, region: string, draft: Draft | null, params?: Params) => void;
};

function Loaded({ begun, accounts, onBegin }: LoadedProps) {
  const { t } = useTranslation();
  const cloud = useClouds().find(({ id }) => id === begun.account.cloud);
  const { data: form, error } = useQuery({
    ...operationFormQuery(begun.account.cloud, cloud?.createOperation ?? ''),
    enabled: cloud !== undefined,
  });
  if (!cloud || !form) {
    return (
      <Page title={t('create.title')} scrolls={error !== null}>
        {error ? <ErrorNotice error={error} /> : <WizardSkeleton />}
      </Page>
    );
  }
  return (
    <Wizard
      id={begun.id}
      cloud={cloud}
      account={begun.account}
      region={begun.region}
      accounts={accounts}
      form={form}
      initial={initialParams(form, begun.from)}
      resumed={begun.from.draft !== null || begun.from.instance !== null}
      like={begun.from.instance}
      onBegin={onBegin}
    />
  );
}
