import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useRegionName } from '../../components/useRegionName';
import { AccountSelect } from '../../forms/AccountSelect';
import { type FormScope, FormScopeContext } from '../../forms/FormScope';
import { MoreParameters } from '../../forms/MoreParameters';
import { type Params, prunedParams, withoutReferences, withoutSecrets, withValue } from '../../forms/params';
import { picked } from '../../forms/prepare';
import { withPeriod } from '../../forms/presetPeriod';
import { RegionSelect } from '../../forms/RegionSelect';
import { SchemaForm } from '../../forms/SchemaForm';
import { isSchema } from '../../forms/schema';
import { useFolds } from '../../forms/useFolds';
import { useFormParts } from '../../forms/useFormParts';
import { useProblems } from '../../forms/useProblems';
import { useRefLabel } from '../../forms/useRefLabel';
import { countFolded } from '../../forms/visibility';
import type { Account, CloudView, FormStepId, OperationForm } from '../../ipc/bindings';
import { operationFormQuery } from '../../ipc/queries/choices';
import { BillingSwitch } from './BillingSwitch';
import { keepQuote } from './kept';
import { pricedFields } from './pricedFields';
import { QuotePanel } from './QuotePanel';
import classes from './Quotes.module.css';
import { quoteWords } from './quoteWords';
import { useQuote } from './useQuote';

/** The steps that a price depends on. No price depends on how one logs in. */
const PRICED: FormStepId[] = ['place', 'image', 'type', 'storage', 'network', 'billing'];

type Props = {
  account: Account;
  accounts: Account[];
  cloud: CloudView;
  region: string;
  onAccount: (account: Account) => void;
};

/** What one needs, on the left; its price below as it is filled in. */
export function QuoteForm({ account, accounts, cloud, region: first, onAccount }: Props) {
  const { t } = useTranslation();
  const [region, setRegion] = useState(first);
  const { data: form, error } = useQuery(operationFormQuery(cloud.id, cloud.createOperation));
  return (
    <section className={classes.form} aria-label={t('quotes.form')}>
      <div className={classes.place}>
        <AccountSelect accounts={accounts} value={account.id} onChange={onAccount} labelled />
        <RegionSelect account={account} value={region} onChange={setRegion} labelled others />
      </div>
      {error && <ErrorNotice error={error} />}
      {form && <Fields key={region} form={form} account={account} cloud={cloud} region={region} />}
    </section>
  );
}

function Fields({
  form,
  account,
  cloud,
  region,
}: {
  form: OperationForm;
  account: Account;
  cloud: CloudView;
  region: string;
}) {
  const { t } = useTranslation();
  const [params, setParams] = useState<Params>(() =>
    isSchema(form.defaults) ? withoutReferences(isSchema(form.schema) ? form.schema : {}, form.defaults) : {},
  );
  const folds = useFolds();
  const { schema, prepared, chosen, type } = useFormParts(form, params, account.id, region);
  const shown = useMemo(
    () =>
      pricedFields(
        picked(
          prepared,
          PRICED.flatMap((id) => form.steps.find((step) => step.id === id)?.fields ?? []),
        ),
      ),
    [prepared, form.steps],
  );
  const { problems } = useProblems(cloud.id, form.operation, params);
  const quote = useQuote(account.id, region, form.operation, schema, params);
  const labelOf = useRefLabel(account.id, region);
  const regionName = useRegionName();
  const scope: FormScope = useMemo(
    () => ({
      cloud: cloud.id,
      account: account.id,
      region,
      problems,
      strict: false,
      chosen,
      ...folds.shown,
      zonesOfType: type?.zones ?? [],
      room: 'side',
      onClear: (path) => setParams((before) => withValue(before, path, undefined)),
    }),
    [cloud.id, account.id, region, problems, chosen, type, folds.shown],
  );
  const folded = countFolded(shown, params, scope);
  const change = (next: Params) => setParams((before) => withPeriod(form, before, next));

  const keep = () => {
    if (!quote.quote) return;
    const safe = prunedParams(withoutSecrets(schema, params));
    keepQuote({
      id: crypto.randomUUID(),
      cloud: cloud.id,
      account: account.id,
      region,
      params: safe,
      ...quoteWords(shown, safe, { labelOf, region: regionName(cloud.id, region) }),
      quote: quote.quote,
    });
  };
  return (
    <FormScopeContext value={scope}>
      <div className={classes.fields}>
        <SchemaForm schema={shown} params={params} onChange={change} />
        <MoreParameters folded={folded} folds={folds} />
      </div>
      <div className={classes.price}>
        <QuotePanel
          state={quote}
          head={<BillingSwitch schema={prepared} rules={form.again} params={params} onChange={change} />}
        >
          {quote.answer?.kind !== 'unsupported' && (
            <Button data-testid="quote-keep" disabled={quote.trust !== 'fresh'} onClick={keep}>
              {t('quotes.keep')}
            </Button>
          )}
        </QuotePanel>
      </div>
    </FormScopeContext>
  );
}
