import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { StateBadge } from '../../components/StateBadge';
import { formatDate } from '../../components/time';
import { useRegionName } from '../../components/useRegionName';
import { useWords } from '../../i18n/useWords';
import { type Account, type CloudView, commands, type InstanceRow } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { operationFormQuery } from '../../ipc/queries/choices';
import { everything, inventoryPageQuery } from '../../ipc/queries/inventory';
import { usePlanFlow } from '../plans/usePlanFlow';
import classes from './Images.module.css';
import { nameMaking } from './making';

type Props = { account: Account; cloud: CloudView; region: string; onClose: () => void };

/** The longest name that every cloud takes. */
const LONGEST = 60;

/** How many stopped instances are offered; more are found by the page of instances. */
const MOST = 500;

/** Makes an image from a stopped instance of the account and region. */
export function CreateImageDialog({ account, cloud, region, onClose }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const regionName = useRegionName();
  const [chosen, setChosen] = useState<InstanceRow | null>(null);
  const [name, setName] = useState('');
  const [made, setMade] = useState('');
  const [description, setDescription] = useState('');
  const view = useMemo(() => ({ ...everything, accounts: [account.id], states: ['stopped'] }), [account.id]);
  const { data, error, isLoading } = useQuery(inventoryPageQuery(view, 0, MOST));
  const rows = (data?.rows ?? []).filter((row) => row.key.account === account.id && row.key.region === region);
  const flow = usePlanFlow({
    onApplied: ([activity]) => {
      if (activity) nameMaking(activity.id, name.trim());
      onClose();
    },
  });
  const operation = cloud.jobs.create_image ?? '';
  const { data: form } = useQuery({ ...operationFormQuery(cloud.id, operation), enabled: operation !== '' });
  const columns = useColumns();

  return (
    <>
      <Modal
        opened
        onClose={onClose}
        title={t('images.create.title')}
        size={620}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        data-testid="image-create"
      >
        <div className={classes.create}>
          <CloudBadge
            cloud={account.cloud}
            label={`${account.label} · ${regionName(cloud.id, region)}`}
            sandbox={account.sandbox}
          />
          <div>
            <div className={classes.createLabel}>{t('images.create.from')}</div>
            {error ? (
              <ErrorNotice error={error} compact />
            ) : (
              <div className={classes.createRows}>
                <DataTable
                  label={t('images.create.from')}
                  columns={columns}
                  rows={rows}
                  rowId={(row) => row.key.id}
                  openId={chosen?.key.id ?? null}
                  loading={isLoading}
                  onOpen={(row) => {
                    setChosen(row);
                    // What a person has typed stays; a name made here follows the instance.
                    if (name === '' || name === made) {
                      const next = imageName(row.name || row.key.id, new Date());
                      setName(next);
                      setMade(next);
                    }
                  }}
                  rowProps={(row) => ({ 'data-testid': 'image-create-instance', 'data-instance-id': row.key.id })}
                  empty={
                    <EmptyState icon={IconServer2} title={t('images.create.none')}>
                      {t('images.create.noneHint')}
                    </EmptyState>
                  }
                />
              </div>
            )}
          </div>
          <TextInput
            label={t('images.create.name')}
            value={name}
            maxLength={LONGEST}
            data-testid="image-create-name"
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('images.create.description')}
            value={description}
            maxLength={256}
            rows={2}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {form?.help && (
            <p className={classes.makingCost} data-testid="image-create-terms">
              {words(form.help)}
            </p>
          )}
          <footer className={`${classes.createFoot} yd-dialog-buttons`}>
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button
              disabled={!chosen || name.trim() === ''}
              loading={flow.busy}
              data-testid="image-create-plan"
              onClick={() =>
                chosen &&
                flow.start(() => unwrap(commands.planCreateImage(chosen.key, name.trim(), description.trim())))
              }
            >
              {t('images.create.do')}
            </Button>
          </footer>
        </div>
      </Modal>
      {flow.dialog}
    </>
  );
}

function useColumns(): Column<InstanceRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { id: 'state', title: t('common.state'), width: '96px', cell: (row) => <StateBadge state={row.state} /> },
      {
        id: 'name',
        title: t('common.name'),
        width: 'minmax(140px, 2fr)',
        sortBy: (row) => row.name,
        cell: (row) => row.name || row.key.id,
      },
      {
        id: 'id',
        title: t('common.id'),
        width: 'minmax(120px, 1.4fr)',
        cell: (row) => <code className="yd-code yd-dim">{row.key.id}</code>,
      },
      { id: 'os', title: t('forms.images.os'), width: 'minmax(100px, 1.4fr)', cell: (row) => row.os ?? '—' },
    ],
    [t],
  );
}

/** A name to begin with: the instance's, in letters that every cloud takes, and the day. */
export function imageName(instance: string, now: Date): string {
  const day = formatDate(now).replaceAll('-', '');
  const stem = instance.replaceAll(/[^\p{L}\p{N}]+/gu, '_').slice(0, LONGEST - day.length - 1);
  return `${stem}_${day}`;
}
