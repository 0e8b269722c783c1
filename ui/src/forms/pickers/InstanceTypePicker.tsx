import { Select } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { amountOrder, exactPrice, formatMoney, formatPrice } from '../../components/money';
import { monthOfPrice } from '../../components/monthly';
import { PriceSwitch } from '../../components/PriceSwitch';
import { SearchField } from '../../components/SearchField';
import { usePriceView } from '../../components/usePriceView';
import { useWords } from '../../i18n/useWords';
import type { InstanceType } from '../../ipc/bindings';
import { instanceTypesQuery } from '../../ipc/queries/choices';
import { useFormScope } from '../FormScope';
import { ChoiceFailure } from './ChoiceFailure';
import classes from './Picker.module.css';
import { StrayImage } from './StrayImage';
import { TypedByHand } from './TypedByHand';
import { anyType, familyWords, isSoldOut, memoryWords, type TypeFilter, typeFits } from './typeFilter';
import { priceAt } from './typePrice';

type Props = { id: string; value: string; onChange: (value: string) => void };

/** The instance types on offer, as a table filtered by vCPU, memory, GPU and family. What is sold out says so. */
export function InstanceTypePicker({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  const { account, region, chosen } = useFormScope();
  const zone = chosen.zone?.[0] ?? null;
  const query = useQuery({
    ...instanceTypesQuery(account, region, zone),
    enabled: account !== '' && region !== '',
  });
  const [filter, setFilter] = useState(anyType);
  const types = useMemo(() => [...(query.data ?? [])].sort(bySize), [query.data]);
  const rows = useMemo(() => types.filter((type) => typeFits(type, filter)), [types, filter]);
  const priced = types.some((type) => type.prices.length > 0);
  const columns = useColumns(value, zone, priced);
  const current = types.find((type) => type.id === value);

  return (
    <div className={classes.table} id={id}>
      <PickedType value={value} type={current} zone={zone} known={types.length > 0} onChange={onChange} />
      <StrayImage />
      <TypeFilters types={types} filter={filter} onChange={setFilter}>
        {types.some((type) => type.prices.some(({ per }) => per.kind === 'hour')) && (
          <PriceSwitch testId="type-price-by" />
        )}
      </TypeFilters>
      {query.error && <ChoiceFailure error={query.error} onRetry={() => void query.refetch()} />}
      <div className={classes.rows}>
        <DataTable
          label={t('forms.types.title')}
          columns={columns}
          rows={rows}
          rowId={(type) => type.id}
          openId={value}
          loading={query.isLoading}
          onOpen={(type) => {
            if (!isSoldOut(type, zone)) onChange(type.id);
          }}
          rowProps={(type) => ({
            'data-testid': 'type-row',
            'data-instance-type': type.id,
            'data-sold-out': isSoldOut(type, zone) ? 'true' : undefined,
          })}
          rowHeight={priced ? 42 : 34}
          empty={
            <EmptyState icon={IconServer2} title={t('forms.types.none')}>
              {types.length > 0 ? t('forms.types.noneFit') : t('forms.types.noneListed')}
            </EmptyState>
          }
        />
      </div>
    </div>
  );
}

function bySize(a: InstanceType, b: InstanceType): number {
  return a.vcpus - b.vcpus || a.memoryMib - b.memoryMib || a.id.localeCompare(b.id, 'en', { numeric: true });
}

function useColumns(value: string, zone: string | null, priced: boolean): Column<InstanceType>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const price: Column<InstanceType> = {
      id: 'price',
      title: t('forms.types.price'),
      hint: t('forms.types.priceHint'),
      width: '148px',
      align: 'end',
      sortBy: (type) => {
        const found = priceAt(type, zone);
        return found && amountOrder(found.price);
      },
      cell: (type) => <TypePriceText type={type} zone={zone} />,
    };
    // The smallest window has no room for all beside the price; what is left out can be filtered by.
    const besides = priced ? { from: 720 } : {};
    return [
      {
        id: 'id',
        title: t('forms.types.id'),
        width: 'minmax(130px, 2fr)',
        sortBy: (type) => type.id,
        cell: (type) => (
          <span className={classes.radio}>
            {type.id === value ? (
              <IconCircleCheckFilled size={15} color="var(--yd-accent)" aria-label={t('forms.picked')} />
            ) : (
              <IconCircle size={15} color="var(--yd-border)" aria-hidden />
            )}
            {type.id}
          </span>
        ),
      },
      {
        id: 'vcpus',
        title: t('forms.types.vcpus'),
        width: '60px',
        align: 'end',
        sortBy: (type) => type.vcpus,
        cell: (type) => type.vcpus,
      },
      {
        id: 'memory',
        title: t('forms.types.memory'),
        width: '80px',
        align: 'end',
        sortBy: (type) => type.memoryMib,
        cell: (type) => memoryWords(type.memoryMib),
      },
      {
        id: 'gpus',
        title: 'GPU',
        width: '52px',
        align: 'end',
        ...besides,
        sortBy: (type) => type.gpus,
        cell: (type) => (type.gpus > 0 ? type.gpus : <span className="yd-dim">—</span>),
      },
      {
        id: 'family',
        title: t('forms.types.family'),
        width: 'minmax(90px, 1.4fr)',
        ...besides,
        sortBy: (type) => familyWords(type, t),
        cell: (type) => familyWords(type, t),
      },
      ...(priced ? [price] : []),
      {
        id: 'offer',
        title: t('forms.types.offer'),
        width: 'minmax(106px, 1.2fr)',
        cell: (type) => <Offer type={type} zone={zone} />,
      },
    ];
  }, [t, value, zone, priced]);
}

/** What a type costs where one looks. A dash where the cloud's list has no price for that. */
function TypePriceText({ type, zone }: { type: InstanceType; zone: string | null }) {
  const { t } = useTranslation();
  const [{ by, hours }] = usePriceView();
  const found = priceAt(type, zone);
  if (!found) return <span className="yd-dim">—</span>;
  const price = formatPrice(found.price, found.per, t);
  const exact = exactPrice(found.price, found.per, t) ?? price;
  const month = monthOfPrice(found.price, found.per, hours);
  const monthly = month && t('money.month', { price: formatMoney(month) });
  // The one that is asked for stands first, the other dim beneath it.
  const [first, second] = by === 'month' && monthly ? [monthly, price] : [price, monthly];
  const text = found.lowest ? t('forms.types.from', { price: first }) : first;
  return (
    <span title={month === null ? exact : `${exact}\n${t('money.monthHint', { hours })}`} className={classes.typePrice}>
      <span data-testid="type-price">{text}</span>
      {second && <span className="yd-dim">{second}</span>}
    </span>
  );
}

function Offer({ type, zone }: { type: InstanceType; zone: string | null }) {
  const { t } = useTranslation();
  if (isSoldOut(type, zone)) return <span className={classes.sold}>{t('forms.types.soldOut')}</span>;
  const offered = type.zones.filter((name) => !type.soldOutZones.includes(name));
  if (zone !== null || offered.length === 0) return <span>{t('forms.types.available')}</span>;
  return <span title={offered.join(t('common.comma'))}>{t('forms.types.inZones', { count: offered.length })}</span>;
}

type PickedProps = {
  value: string;
  type: InstanceType | undefined;
  zone: string | null;
  known: boolean;
  onChange: (value: string) => void;
};

function PickedType({ value, type, zone, known, onChange }: PickedProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className={classes.picked} data-empty={value === '' || undefined} data-testid="picked-type" data-value={value}>
      {value === '' ? t('forms.types.pick') : <span className={classes.pickedName}>{value}</span>}
      {type && (
        <span>
          {t('inventory.vcpus', { count: type.vcpus })} {memoryWords(type.memoryMib)}
          {type.gpus > 0 && ` · ${type.gpus} GPU`}
        </span>
      )}
      {type?.note && <span className="yd-dim">{words(type.note)}</span>}
      {type && isSoldOut(type, zone) && <span className={classes.sold}>{t('forms.types.soldOut')}</span>}
      {value !== '' && !type && known && <span className={classes.sold}>{t('forms.types.notListed')}</span>}
      <span className={classes.spacer} />
      <TypedByHand label={t('forms.types.id')} onChange={onChange} />
    </div>
  );
}

function TypeFilters({
  types,
  filter,
  onChange,
  children,
}: {
  types: InstanceType[];
  filter: TypeFilter;
  onChange: (filter: TypeFilter) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const numbers = (of: (type: InstanceType) => number) => [...new Set(types.map(of))].sort((a, b) => a - b);
  const any = { value: '', label: t('common.all') };
  const vcpus = numbers((type) => type.vcpus).map((count) => ({ value: String(count), label: String(count) }));
  const memories = numbers((type) => type.memoryMib).map((mib) => ({ value: String(mib), label: memoryWords(mib) }));
  const families = [...new Map(types.map((type) => [type.family, familyWords(type, t)]))]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
  const gpus = [
    any,
    { value: 'without', label: t('forms.types.withoutGpu') },
    { value: 'with', label: t('forms.types.withGpu') },
  ];
  const field = (
    name: 'vcpus' | 'memory' | 'family' | 'gpu',
    label: string,
    data: { value: string; label: string }[],
    width: number,
  ) => (
    <Select
      w={width}
      data={data}
      value={filter[name]}
      leftSection={<span className="yd-dim">{label}</span>}
      leftSectionWidth={label.length > 4 ? 62 : 46}
      leftSectionPointerEvents="none"
      aria-label={label}
      allowDeselect={false}
      searchable={data.length > 12}
      data-testid={`type-filter-${name}`}
      onChange={(value) => onChange({ ...filter, [name]: value ?? '' })}
    />
  );
  return (
    <div className={classes.filters}>
      {field('vcpus', t('forms.types.vcpus'), [any, ...vcpus], 104)}
      {field('memory', t('forms.types.memory'), [any, ...memories], 132)}
      {types.some((type) => type.gpus > 0) && field('gpu', 'GPU', gpus, 104)}
      {families.length > 1 && field('family', t('forms.types.family'), [any, ...families], 156)}
      <SearchField
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
        placeholder={t('forms.types.search')}
        testId="type-search"
        width={126}
      />
      {children}
    </div>
  );
}
