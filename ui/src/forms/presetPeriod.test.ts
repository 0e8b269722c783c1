import { expect, test } from 'vitest';
import { CREATE, operationForm } from '../testing/catalogue';
import { type Params, valueAt, withValue } from './params';
import { withPeriod } from './presetPeriod';

test.each([
  ['tencent', 'InstanceChargeType', 'POSTPAID_BY_HOUR', 'PREPAID', 'InstanceChargePrepaid/Period'],
  ['kingsoft', 'ChargeType', 'Daily', 'Monthly', 'PurchaseTime'],
  [
    'jdcloud',
    'instanceSpec/charge/chargeMode',
    'postpaid_by_duration',
    'prepaid_by_duration',
    'instanceSpec/charge/chargeDuration',
  ],
])(
  '%s: who chooses to pay beforehand has the shortest period at once, and clears it for good',
  (cloud, mode, hourly, prepaid, period) => {
    const form = operationForm(cloud, CREATE[cloud] ?? '');
    const [by, at] = [mode.split('/'), period.split('/')];
    const before: Params = withValue(form.defaults, by, hourly);
    const chosen = withPeriod(form, before, withValue(before, by, prepaid));
    expect(valueAt(chosen, at)).toBe(1);
    const cleared = withPeriod(form, chosen, withValue(chosen, at, undefined));
    expect(valueAt(cleared, at)).toBeUndefined();
    const longer = withValue(withValue(before, at, 6), by, prepaid);
    expect(valueAt(withPeriod(form, before, longer), at)).toBe(6);
  },
);
