import { Button, Checkbox } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import type { Activity } from '../../ipc/bindings';
import { instanceQuery } from '../../ipc/queries/inventory';
import classes from './Resembling.module.css';
import { useActivityActs } from './useActivityActs';

/** Something turned up that looks like what an act would have made: what to compare, and the person's two answers. */
export function Resembling({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const { recognise, dismiss } = useActivityActs(activity);
  const { resembling, ordered, subject, summary, startedAt, account, region } = activity;
  const count = resembling.length;
  // There is more than was ordered: only the person knows which of it is its result.
  const choosing = count > (ordered ?? 1);
  const [chosen, setChosen] = useState<string[]>([]);
  const pending = recognise.isPending || dismiss.isPending;
  const error = recognise.error ?? dismiss.error;
  return (
    <section className={classes.resembling} aria-label={t('activity.late.label')} data-testid="activity-resembling">
      <p className={classes.title}>
        <IconArrowsDiff size={15} aria-hidden />
        <strong>{t('activity.late.title', { count })}</strong>
      </p>
      <p>{t(choosing ? 'activity.late.choose' : 'activity.late.compare')}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('common.id')}</th>
            <th scope="col">{t('common.name')}</th>
            <th scope="col">{t('plans.size')}</th>
            <th scope="col">{t('activity.late.made')}</th>
          </tr>
        </thead>
        <tbody>
          <tr data-testid="resembling-order">
            <th scope="row">{t('activity.late.order')}</th>
            <td>{subject || '—'}</td>
            <td>{summary?.size ?? '—'}</td>
            <td>
              <TimeText at={startedAt} />
            </td>
          </tr>
          {resembling.map((id) => (
            <Found key={id} id={id} account={account} region={region}>
              {choosing && (
                <Checkbox
                  size="xs"
                  aria-label={id}
                  checked={chosen.includes(id)}
                  data-testid="resembling-choose"
                  onChange={({ currentTarget: { checked } }) =>
                    setChosen(checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
              )}
            </Found>
          ))}
        </tbody>
      </table>
      {error && <ErrorNotice error={error} compact />}
      <div className={classes.answers}>
        <Button
          size="compact-sm"
          fz={12}
          loading={recognise.isPending}
          disabled={pending || (choosing && chosen.length === 0)}
          data-testid="resembling-recognise"
          onClick={() => recognise.mutate(choosing ? chosen : null)}
        >
          {t('activity.late.isThis', { count: choosing ? Math.max(chosen.length, 1) : count })}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          fz={12}
          loading={dismiss.isPending}
          disabled={pending}
          data-testid="resembling-dismiss"
          onClick={() => dismiss.mutate()}
        >
          {t('activity.late.isOther')}
        </Button>
      </div>
      <p className={classes.hint}>{t('activity.late.hint')}</p>
    </section>
  );
}

type FoundProps = { id: string; account: string; region: string; children?: ReactNode };

function Found({ id, account, region, children }: FoundProps) {
  const { data: instance } = useQuery(instanceQuery({ account, region, id }));
  return (
    <tr data-testid="resembling-found" data-id={id}>
      <th scope="row">
        {children}
        {/* An image or a key pair has no page to lead to. */}
        {instance ? (
          <Link to="/instances" search={{ account, region, instance: id }}>
            {id}
          </Link>
        ) : (
          id
        )}
      </th>
      <td>{instance?.name || '—'}</td>
      <td>{instance?.instanceType ?? '—'}</td>
      <td>
        <TimeText at={instance?.created ?? null} />
      </td>
    </tr>
  );
}
