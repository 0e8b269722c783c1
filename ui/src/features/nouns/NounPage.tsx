import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nounIcon } from '../../app/nounIcons';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FilterMenu } from '../../components/FilterMenu';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { useRemembered } from '../../components/useRemembered';
import { useWindow } from '../../components/useWindow';
import { useWords } from '../../i18n/useWords';
import type { NounActView, NounFilter, NounRow, NounView, RowKey } from '../../ipc/bindings';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { nounPageQuery, nounsQuery, useOtherActs } from '../../ipc/queries/nouns';
import { RowActs } from './ActMenu';
import { CreateButton, type Creation } from './CreateButton';
import { NounDetails } from './NounDetails';
import { NounEmpty } from './NounEmpty';
import { NounMeta } from './NounMeta';
import { useNounColumns } from './nounColumns';
import { useActForm } from './useActForm';
import { useNounRefresh } from './useNounRefresh';

const EVERYTHING: NounFilter = { search: '', accounts: [], sort: 'name', descending: false };

const textOf = ({ account, region, id }: RowKey) => `${account}/${region}/${id}`;

/** A noun of all accounts: which one, the address says. */
export function NounPage() {
  const { t } = useTranslation();
  const { noun: id } = useParams({ from: '/nouns/$noun' });
  const { data: nouns } = useQuery(nounsQuery);
  const noun = nouns?.find((known) => known.id === id);
  if (noun) return <Noun key={id} noun={noun} />;
  return <Page title={id}>{nouns && <EmptyState icon={nounIcon(id)} title={t('nouns.empty.unknown')} />}</Page>;
}

function Noun({ noun }: { noun: NounView }) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const open = useSearch({ from: '/nouns/$noun' });
  const accounts = useAccounts().map(({ account }) => account);
  const [filter, setFilter] = useRemembered<NounFilter>(`noun-${noun.id}`, EVERYTHING);
  const asked = useMemo(() => ({ ...filter, search: filter.search.trim() }), [filter]);
  const { from, to, onVisible } = useWindow();
  const { data: page, error } = useQuery(nounPageQuery(noun.id, asked, from, to));
  const columns = useNounColumns(noun);
  const refresh = useNounRefresh(noun.id, page?.rows.some(({ state }) => state?.tone === 'busy') ?? false);
  const form = useActForm();
  const [menu, setMenu] = useState<{ row: NounRow; at: { x: number; y: number } } | null>(null);
  const acts = useOtherActs(menu?.row.cloud ?? '', kindOn(noun, menu?.row.cloud));

  const change = (part: Partial<NounFilter>) => setFilter({ ...filter, ...part });
  const { account, region, id } = open;
  const openKey = account && region && id ? { account, region, id } : null;
  const show = (key: RowKey) => void navigate({ to: '/nouns/$noun', params: { noun: noun.id }, search: key });
  const close = () => void navigate({ to: '/nouns/$noun', params: { noun: noun.id }, search: {} });
  const of = (cloud: string) => accounts.filter((one) => one.cloud === cloud);

  const act = async (wanted: NounActView, { key, cloud, name }: NounRow) => {
    const record = await unwrap(commands.nounRecord(noun.id, key)).catch(() => null);
    form.open({
      act: wanted,
      subject: {
        id: key.id,
        name,
        within: Object.fromEntries(Object.entries(record?.within ?? {}).map(([kind, ids]) => [kind, ids ?? []])),
      },
      accounts: of(cloud).filter((one) => one.id === key.account),
      region: key.region,
      anyRegion: noun.clouds.find((one) => one.cloud === cloud)?.ofAccount ?? false,
    });
  };
  const creations = noun.clouds.flatMap(({ cloud, creations: made }) =>
    of(cloud).length > 0 ? made.map((creation): Creation => ({ cloud, act: creation })) : [],
  );
  const create = ({ cloud, act: wanted }: Creation) => {
    const own = of(cloud);
    form.open({ act: wanted, subject: null, accounts: own, region: own[0]?.regions[0] ?? '', anyRegion: true });
  };

  const title = words(noun.title);
  const having = accounts.filter((one) => kindOn(noun, one.cloud) !== '');
  return (
    <Page
      title={title}
      meta={page && <NounMeta noun={noun} page={page} onRefresh={refresh} />}
      actions={<CreateButton creations={creations} onCreate={create} />}
      filters={
        <>
          <SearchField
            value={filter.search}
            onChange={(search) => change({ search })}
            placeholder={t('nouns.search')}
            testId="noun-search"
          />
          <FilterMenu
            testId="noun-accounts"
            kind={{
              id: 'accounts',
              label: t('common.account'),
              options: having.map((one) => ({ value: one.id, label: one.label })),
              chosen: filter.accounts,
              onChange: (chosen) => change({ accounts: chosen }),
            }}
          />
        </>
      }
      details={
        openKey && (
          <NounDetails
            key={textOf(openKey)}
            noun={noun}
            rowKey={openKey}
            awaited={!page || page.status.running > 0}
            onAct={(wanted, record) => void act(wanted, record.row)}
            onClose={close}
          />
        )
      }
    >
      {error ? (
        <div style={{ padding: 16 }}>
          <ErrorNotice error={error} />
        </div>
      ) : (
        <DataTable
          label={title}
          columns={columns}
          topKey={JSON.stringify(asked)}
          rows={page?.rows ?? []}
          rowId={(row) => textOf(row.key)}
          window={{ from: page?.from ?? 0, total: page?.total ?? 0, onVisible }}
          rowHeight={46}
          sort={{ column: filter.sort, descending: filter.descending }}
          onSort={({ column, descending }) => change({ sort: column, descending })}
          openId={openKey && textOf(openKey)}
          onOpen={(row) => show(row.key)}
          onMenu={(row, at) => setMenu({ row, at })}
          rowProps={(row) => ({
            'data-testid': 'noun-row',
            'data-id': row.key.id,
            'data-cloud': row.cloud,
            'data-state': row.state?.word,
          })}
          loading={!page || (page.all === 0 && page.status.running > 0)}
          empty={
            page && <NounEmpty noun={noun} page={page} onClear={() => setFilter(EVERYTHING)} onRefresh={refresh} />
          }
        />
      )}
      {menu && acts.length > 0 && (
        <RowActs
          at={menu.at}
          label={menu.row.name}
          acts={acts}
          onAct={(wanted) => void act(wanted, menu.row)}
          onClose={() => setMenu(null)}
        />
      )}
      {form.dialog}
    </Page>
  );
}

/** The `x-ref` kind of a noun on a cloud; empty where that has none. */
function kindOn(noun: NounView, cloud: string | undefined): string {
  return noun.clouds.find((one) => one.cloud === cloud)?.kind ?? '';
}
