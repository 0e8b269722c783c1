import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { Page } from '../../components/Page';
import { useRegionName } from '../../components/useRegionName';
import { type FormScope, FormScopeContext } from '../../forms/FormScope';
import { openedProblems } from '../../forms/openedProblems';
import { type Params, withoutReferences } from '../../forms/params';
import { withPeriod } from '../../forms/presetPeriod';
import { useFormParts } from '../../forms/useFormParts';
import { useProblems } from '../../forms/useProblems';
import { useRefLabel } from '../../forms/useRefLabel';
import { useRegions } from '../../forms/useRegions';
import type { Account, CloudView, Draft, Instance, OperationForm } from '../../ipc/bindings';
import { BillingSwitch } from '../quotes/BillingSwitch';
import { QuotePanel } from '../quotes/QuotePanel';
import { useQuote } from '../quotes/useQuote';
import { DraftList } from './DraftList';
import { DraftNote } from './DraftNote';
import { LeftBehind } from './LeftBehind';
import { namingFields, secretIn } from './naming';
import { orderTitle } from './orderWords';
import { PlaceStep } from './PlaceStep';
import { PurchaseProgress } from './PurchaseProgress';
import { ReviewStep } from './ReviewStep';
import { SkippedPlace } from './SkippedPlace';
import { StepFields } from './StepFields';
import { StepNav } from './StepNav';
import { openingStep, type WizardStep, wizardParts } from './steps';
import { useDraft } from './useDraft';
import { usePurchase } from './usePurchase';
import classes from './Wizard.module.css';
import { WizardFooter } from './WizardFooter';

type Props = {
  id: string;
  cloud: CloudView;
  account: Account;
  region: string;
  accounts: Account[];
  form: OperationForm;
  initial: Params;
  /** Whether it goes on with something, so that nothing is offered to go on with. */
  resumed: boolean;
  /** The instance that it makes another one of. */
  like: Instance | null;
  onBegin: (account: Account, region: string, draft: Draft | null, params?: Params) => void;
};

/** The creation wizard: steps on the left, the price always in sight on the right. */
export function Wizard({ id, cloud, account, region: first, accounts, form, initial, resumed, like, onBegin }: Props) {
  const { t } = useTranslation();
  const regionName = useRegionName();
  const [region, setRegion] = useState(first);
  const [params, setParams] = useState(initial);
  const [changed, setChanged] = useState(like !== null);
  const parts = useMemo(() => wizardParts(form.steps), [form.steps]);
  // Where there is nothing to choose, one begins with what there is, and it says so.
  const regions = useRegions(account);
  /** The earlier order beside which this one is wanted all the same. */
  const [wantedBeside, setWantedBeside] = useState<string | null>(null);
  const content = useRef<HTMLDivElement>(null);

  const { schema, prepared, chosen, type } = useFormParts(form, params, account.id, region);
  const [opening] = useState(() => openingStep(schema, parts, accounts, account, regions));
  const [step, setStep] = useState<WizardStep>(like ? 'review' : opening);
  const [seen, setSeen] = useState<ReadonlySet<WizardStep>>(
    () => new Set(like ? parts.map((part) => part.id) : opening === 'place' ? [] : ['place']),
  );
  const naming = useMemo(() => namingFields(schema, form), [schema, form]);
  const { problems: judged, current, error: unjudged } = useProblems(cloud.id, form.operation, params);
  const problems = useMemo(() => openedProblems(schema, judged), [schema, judged]);
  const quote = useQuote(account.id, region, form.operation, schema, params);
  const labelOf = useRefLabel(account.id, region);
  const title = orderTitle({ schema, rules: form.again, params, chosen, labelOf }, t) || regionName(cloud.id, region);
  const draft = useDraft(id, { cloud: cloud.id, account: account.id, region }, schema, params, title, changed);
  const fine = current && problems.length === 0 && unjudged === null;
  const { purchase, buy, renew, restart } = usePurchase(account.id, region, params, step === 'review' && fine);

  const change = useCallback(
    (next: Params) => {
      setParams((before) => withPeriod(form, before, next));
      setChanged(true);
    },
    [form],
  );
  const go = (next: WizardStep) => {
    if (next === step) return;
    const passed = next === 'review' ? parts.map((part) => part.id) : [step];
    setSeen((before) => new Set([...before, ...passed]));
    setStep(next);
    content.current?.scrollTo({ top: 0 });
  };
  const move = (next: string) => {
    setRegion(next);
    setParams((before) => withoutReferences(schema, before));
  };

  const plan = purchase.kind === 'ready' || purchase.kind === 'buying' ? purchase.plan : null;
  // It is about the earlier order: a plan made anew of the same need not be answered anew.
  const repeated = plan?.repeats != null && plan.repeats.id === wantedBeside;

  const scope: FormScope = useMemo(
    () => ({
      cloud: cloud.id,
      account: account.id,
      region,
      problems,
      strict: seen.has(step),
      chosen,
      everything: false,
      newer: false,
      zonesOfType: type?.zones ?? [],
      room: 'page',
      onClear: () => undefined,
    }),
    [cloud.id, account.id, region, problems, seen, step, chosen, type],
  );

  if (purchase.kind === 'bought') {
    return (
      <PurchaseProgress
        first={purchase.activity}
        password={secretIn(schema, params)}
        onAgain={() => {
          draft.drop();
          onBegin(account, region, null, params);
        }}
        onRetry={restart}
        onDone={draft.drop}
      />
    );
  }

  const part = parts.find((one) => one.id === step);
  const shown = plan?.quote ? { ...quote, trust: 'fresh' as const, quote: plan.quote } : quote;
  return (
    <Page
      title={t('create.title')}
      meta={<CloudBadge cloud={cloud.id} label={account.label} sandbox={account.sandbox} />}
    >
      <FormScopeContext value={scope}>
        <div className={classes.columns}>
          <div className={classes.left}>
            <StepNav parts={parts} current={step} seen={seen} scope={scope} schema={schema} params={params} onGo={go} />
            <div className={classes.step} ref={content} data-step={step}>
              {step === 'place' && (
                <PlaceStep
                  account={account}
                  accounts={accounts}
                  region={region}
                  like={like}
                  onAccount={(next) => onBegin(next, next.regions[0] ?? '', null)}
                  onRegion={move}
                />
              )}
              {step === opening && step !== 'place' && <SkippedPlace account={account} region={region} onGo={go} />}
              {step === 'review' ? (
                <ReviewStep
                  parts={parts}
                  schema={prepared}
                  params={params}
                  problems={problems}
                  checking={!current}
                  unjudged={unjudged}
                  account={account}
                  region={region}
                  purchase={purchase}
                  repeated={repeated}
                  onRepeat={(wanted) => setWantedBeside(wanted ? (plan?.repeats?.id ?? null) : null)}
                  onGo={go}
                  onRenew={renew}
                  again={form.again}
                  left={
                    like && (
                      <LeftBehind
                        instance={like}
                        cloud={cloud.id}
                        form={form}
                        parts={parts}
                        params={params}
                        place={{ account: account.id, region }}
                        onGo={go}
                      />
                    )
                  }
                />
              ) : (
                part && (
                  <StepFields
                    key={step}
                    part={part}
                    naming={naming}
                    schema={prepared}
                    params={params}
                    onChange={change}
                  />
                )
              )}
              {step === opening && !resumed && !changed && <DraftList accounts={accounts} onResume={onBegin} />}
            </div>
            <WizardFooter
              parts={parts}
              step={step}
              purchase={purchase}
              fine={fine}
              repeated={repeated}
              onGo={go}
              onBuy={buy}
            />
          </div>
          <div className={classes.right}>
            <QuotePanel
              state={shown}
              head={<BillingSwitch schema={prepared} rules={form.again} params={params} onChange={change} />}
            >
              {quote.answer?.kind === 'priced' && <span>{t('create.requoted')}</span>}
              <DraftNote savedAt={draft.savedAt} />
            </QuotePanel>
          </div>
        </div>
      </FormScopeContext>
    </Page>
  );
}
