import { ActionIcon, Button, Tabs, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconClipboardText } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../app/useShortcut';
import { CopyText } from '../../components/CopyText';
import { EffectBadge } from '../../components/EffectBadge';
import { AccountSelect } from '../../forms/AccountSelect';
import { type Params, prunedParams } from '../../forms/params';
import { RegionSelect } from '../../forms/RegionSelect';
import { useProblems } from '../../forms/useProblems';
import { useWords } from '../../i18n/useWords';
import { type Account, type Activity, commands, type OperationDetails, type Text } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { usePlanFlow } from '../plans/usePlanFlow';
import { AboutOperation } from './AboutOperation';
import classes from './Explorer.module.css';
import { ParameterForm } from './ParameterForm';
import { PasteDialog } from './PasteDialog';
import { PasteNotes } from './PasteNotes';
import { ReplyPane } from './ReplyPane';
import { RequestPane } from './RequestPane';
import { SendBar } from './SendBar';
import { firstParams, shownParams } from './shownParams';
import { useCall } from './useCall';
import { usePreview } from './usePreview';

type Side = 'request' | 'reply' | 'about';

type Props = {
  cloud: string;
  details: OperationDetails;
  /** Accounts of that cloud; without any, the form can be looked at. */
  accounts: Account[];
  account: Account | null;
  region: string;
  initial: Params;
  /** Hears of the parameters, so that they are still there when one comes back. */
  onParams: (params: Params) => void;
  onPlace: (account: Account, region: string) => void;
};

/** An operation at work: its form in the middle; the request it makes and what came back on the right. */
export function Workspace({ cloud, details, accounts, account, region, initial, onParams, onPlace }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const { form } = details;
  const { operation, effect } = form;
  const [params, setParams] = useState(initial);
  const [strict, setStrict] = useState(false);
  const [side, setSide] = useState<Side>('request');
  const [wide, setWide] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [notes, setNotes] = useState<Text[]>([]);
  const { problems, current, error: unjudged } = useProblems(cloud, operation, params);
  const preview = usePreview(account?.id ?? '', region, operation, params);
  const { answer, sending, send, turnTo, follow } = useCall();
  const flow = usePlanFlow({
    onApplied: useCallback(
      ([activity]: Activity[]) => {
        if (activity) follow(activity);
        setSide('reply');
      },
      [follow],
    ),
  });

  const change = (next: Params) => {
    setParams(next);
    onParams(next);
  };
  const ready = account !== null && region !== '';
  const submit = () => {
    if (!account || !ready || sending || flow.busy) return;
    setStrict(true);
    if (current && problems.length > 0) return;
    const sent = prunedParams(params);
    if (effect === 'read') {
      setSide('reply');
      send({ account: account.id, region, operation }, sent);
    } else flow.start(() => unwrap(commands.planOperation(account.id, region, operation, sent)));
  };
  useShortcut('send', submit);

  return (
    <div className={classes.workspace} data-wide={wide || undefined}>
      <section className={classes.middle} aria-label={words(form.title)}>
        <header className={classes.head}>
          <div className={classes.titleRow}>
            <h2 className={classes.title} data-testid="explorer-title" data-cloud={cloud} data-operation={operation}>
              {words(form.title)}
            </h2>
            <EffectBadge effect={effect} />
          </div>
          <CopyText text={operation} what={t('explorer.operationName')} />
          {form.help && <p className={classes.help}>{words(form.help)}</p>}
        </header>
        <div className={classes.place}>
          {account ? (
            <>
              <AccountSelect
                accounts={accounts}
                value={account.id}
                least={0}
                onChange={(next) => onPlace(next, next.regions.includes(region) ? region : (next.regions[0] ?? ''))}
              />
              <RegionSelect
                account={account}
                value={region}
                least={0}
                others
                onChange={(next) => onPlace(account, next)}
              />
            </>
          ) : (
            <p className={classes.noAccount}>
              {t('explorer.noAccount')}{' '}
              <button
                type="button"
                className="yd-link"
                onClick={() => void navigate({ to: '/accounts', search: { add: cloud } })}
              >
                {t('explorer.addAccount')}
              </button>
            </p>
          )}
        </div>
        <div className={classes.formHead}>
          <h3>{t('explorer.parameters')}</h3>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            data-testid="explorer-example"
            onClick={() => {
              setNotes([]);
              change(shownParams(form, details.example));
            }}
          >
            {t('explorer.example')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconClipboardText size={13} />}
            data-testid="explorer-paste"
            onClick={() => setPasting(true)}
          >
            {t('explorer.paste.open')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            data-testid="explorer-reset"
            onClick={() => {
              setStrict(false);
              setNotes([]);
              change(firstParams(form));
            }}
          >
            {t('explorer.reset')}
          </Button>
        </div>
        <PasteNotes notes={notes} onClose={() => setNotes([])} />
        <div className={classes.form} data-testid="explorer-form">
          <ParameterForm
            cloud={cloud}
            account={account?.id ?? ''}
            region={region}
            form={form}
            params={params}
            problems={problems}
            strict={strict}
            onChange={change}
          />
        </div>
        <SendBar
          effect={effect}
          problems={strict ? problems : []}
          unjudged={unjudged}
          ready={ready}
          busy={sending || flow.busy}
          onSend={submit}
        />
      </section>

      <Tabs
        className={classes.side ?? ''}
        value={side}
        keepMounted={false}
        onChange={(next) => next && setSide(next as Side)}
      >
        <div className={classes.tabs}>
          <Tabs.List>
            <Tabs.Tab value="request" data-testid="explorer-tab-request">
              {t('explorer.request.title')}
            </Tabs.Tab>
            <Tabs.Tab value="reply" data-testid="explorer-tab-reply">
              {t('explorer.reply.title')}
            </Tabs.Tab>
            <Tabs.Tab value="about" data-testid="explorer-tab-about">
              {t('explorer.about.title')}
            </Tabs.Tab>
          </Tabs.List>
          <Tooltip label={wide ? t('explorer.narrow') : t('explorer.widen')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={wide ? t('explorer.narrow') : t('explorer.widen')}
              onClick={() => setWide(!wide)}
            >
              {wide ? <IconArrowsDiagonalMinimize2 size={14} /> : <IconArrowsDiagonal size={14} />}
            </ActionIcon>
          </Tooltip>
        </div>
        <Tabs.Panel value="request" className={classes.panel ?? ''}>
          <RequestPane preview={preview} ready={ready} />
        </Tabs.Panel>
        <Tabs.Panel value="reply" className={classes.panel ?? ''}>
          <ReplyPane answer={answer} sending={sending} effect={effect} operation={operation} onPage={turnTo} />
        </Tabs.Panel>
        <Tabs.Panel value="about" className={classes.panel ?? ''}>
          <AboutOperation details={details} />
        </Tabs.Panel>
      </Tabs>

      {pasting && (
        <PasteDialog
          cloud={cloud}
          operation={operation}
          onRead={(read) => {
            setNotes(read.notes);
            change(shownParams(form, read.params));
          }}
          onClose={() => setPasting(false)}
        />
      )}
      {flow.dialog}
    </div>
  );
}
