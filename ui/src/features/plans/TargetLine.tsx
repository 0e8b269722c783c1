import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';
import type { PlanTarget } from '../../ipc/bindings';
import classes from './PlanDialog.module.css';

/** What tells an instance from others of its name: its id and its addresses; and until when it is paid, before and after. */
export function TargetLine({ target: { id, privateIps, publicIps, expires, paidUntil } }: { target: PlanTarget }) {
  const { t } = useTranslation();
  const addresses = [privateIps[0], publicIps[0]].filter((address) => address !== undefined).join(' / ');
  return (
    <span className={classes.target} data-testid="plan-target" data-instance-id={id}>
      <code className="yd-code yd-dim">{id}</code>
      {addresses !== '' && <span className="yd-dim yd-figures">{addresses}</span>}
      {paidUntil !== null && (
        <span data-testid="plan-paid">
          {t('plans.expires')} <TimeText at={expires} show="date" /> → <TimeText at={paidUntil} show="date" />
        </span>
      )}
    </span>
  );
}
