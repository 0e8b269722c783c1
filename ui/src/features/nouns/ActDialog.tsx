import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useRegionName } from '../../components/useRegionName';
import { AccountSelect } from '../../forms/AccountSelect';
import { type Params, prunedParams, withoutReferences } from '../../forms/params';
import { RegionSelect } from '../../forms/RegionSelect';
import { isSchema } from '../../forms/schema';
import { useProblems } from '../../forms/useProblems';
import { useWords } from '../../i18n/useWords';
import { type Account, commands, type NounActView, type OperationForm } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { operationFormQuery } from '../../ipc/queries/choices';
import { ParameterForm } from '../explorer/ParameterForm';
import { SendBar } from '../explorer/SendBar';
import { usePlanFlow } from '../plans/usePlanFlow';
import { actParams, asksForThings, asksNothing, type Subject, withoutSubject } from './actParams';
import classes from './Nouns.module.css';

/** An act that somebody wants: with what, where. Without a subject it makes something new, in any of the accounts. */
export type AskedAct = {
  act: NounActView;
  subject: Subject | null;
  /** Of the act's cloud; the first is where it begins. */
  accounts: Account[];
  region: string;
  /** Whether the region is for the person to choose: what is made, or what is the account's, is in none yet. */
  anyRegion: boolean;
};

type Props = { asked: AskedAct; onClose: () => void; onApplied: () => void };

/** Asks for what an act needs beside its subject, and leads to its review. What needs nothing is reviewed at once. */
export default function ActDialog(props: Props) {
  const { act, accounts, subject } = props.asked;
  const { t } = useTranslation();
  const { data: form, error } = useQuery(operationFormQuery(accounts[0]?.cloud ?? '', act.operation));
  if (error) {
    return (
      <Modal opened onClose={props.onClose} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <ErrorNotice error={error} />
      </Modal>
    );
  }
  if (!form) return null;
  const given = act.subject && subject ? withoutSubject(form, act.subject.path) : form;
  return asksNothing(given) && subject ? (
    <BareAct {...props} form={form} />
  ) : (
    <ActForm {...props} form={form} shown={given} />
  );
}

/** An act that needs nothing but its subject. */
function BareAct({
  asked: { act, accounts, region, subject },
  onClose,
  onApplied,
  form,
}: Props & { form: OperationForm }) {
  const flow = usePlanFlow({ onApplied });
  const begun = useRef(false);
  const { start, busy } = flow;
  const account = accounts[0]?.id ?? '';
  useEffect(() => {
    if (begun.current) return;
    const params = prunedParams(actParams(form, act, subject));
    start(() => unwrap(commands.planOperation(account, region, act.operation, params)));
  }, [start, account, region, act, subject, form]);
  // Cancelled, or done: there is nothing to go back to.
  useEffect(() => {
    if (busy) begun.current = true;
    else if (begun.current) onClose();
  }, [busy, onClose]);
  return flow.dialog;
}

function ActForm({ asked, onClose, onApplied, form, shown }: Props & { form: OperationForm; shown: OperationForm }) {
  const { act, subject, accounts } = asked;
  // What is the account's is in all regions: only what it is put together with has one.
  const anyRegion = asked.anyRegion && (!subject || asksForThings(shown));
  const { t } = useTranslation();
  const words = useWords();
  const regionName = useRegionName();
  const [account, setAccount] = useState(accounts[0]);
  const [region, setRegion] = useState(asked.region);
  const [params, setParams] = useState<Params>(() => actParams(form, act, subject));
  const [strict, setStrict] = useState(false);
  const cloud = account?.cloud ?? '';
  const { problems, current, error: unjudged } = useProblems(cloud, act.operation, params);
  const flow = usePlanFlow({ onApplied });
  if (!account) return null;

  const move = (next: Account, place: string) => {
    setAccount(next);
    setRegion(place);
    // What is chosen in one region is not there in another.
    const left = withoutReferences(isSchema(form.schema) ? form.schema : {}, params);
    setParams(subject && act.subject ? { ...left, ...actParams(form, act, subject) } : left);
  };
  const submit = () => {
    if (flow.busy) return;
    setStrict(true);
    if (current && problems.length > 0) return;
    const sent = prunedParams(params);
    flow.start(() => unwrap(commands.planOperation(account.id, region, act.operation, sent)));
  };

  return (
    <>
      <Modal
        opened
        onClose={onClose}
        title={words(form.title)}
        size={640}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        attributes={{ content: { 'data-testid': 'act-dialog', 'data-operation': act.operation } }}
      >
        <div className={classes.act}>
          <div className={classes.actHead}>
            {subject && (
              <strong className={classes.subject} title={subject.id} data-testid="act-subject">
                {subject.name}
              </strong>
            )}
            <EffectBadge effect={act.effect} />
            <span className="yd-dim">
              <CloudBadge cloud={cloud} label={account.label} sandbox={account.sandbox} />
            </span>
            {!anyRegion && (
              <span className="yd-dim" title={region}>
                {regionName(cloud, region)}
              </span>
            )}
          </div>
          {anyRegion && (
            <div className={classes.place}>
              {!subject && accounts.length > 1 && (
                <AccountSelect
                  accounts={accounts}
                  value={account.id}
                  least={0}
                  onChange={(next) => move(next, next.regions.includes(region) ? region : (next.regions[0] ?? ''))}
                />
              )}
              <RegionSelect account={account} value={region} least={0} onChange={(next) => move(account, next)} />
            </div>
          )}
          {form.help && <p className={classes.help}>{words(form.help)}</p>}
          <ParameterForm
            cloud={cloud}
            account={account.id}
            region={region}
            form={shown}
            params={params}
            problems={problems}
            strict={strict}
            onChange={setParams}
          />
        </div>
        <SendBar
          effect={act.effect}
          problems={strict ? problems : []}
          unjudged={unjudged}
          ready={region !== ''}
          busy={flow.busy}
          onSend={submit}
        />
      </Modal>
      {flow.dialog}
    </>
  );
}
