import { describe, expect, test } from 'vitest';
import { operationForm } from '../../testing/catalogue';
import { operationsOf } from '../../testing/operations';
import { renewalOf, renews } from './renewal';

describe('the renewal of instances', () => {
  test('is found by its title, on the clouds that have one', () => {
    const found = operationsOf().filter(renews);
    expect(found.map(({ cloud, name }) => `${cloud} ${name}`)).toEqual([
      'tencent RenewInstances',
      'ucloudstack RenewResource',
    ]);
  });

  test('takes the months that the cloud has, and sends nothing that is not required', () => {
    const renewal = renewalOf(operationForm('tencent', 'RenewInstances'));
    expect(renewal?.months).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60]);
    // The way it is renewed at its end is not changed by the way.
    expect(renewal?.params('ins-1', 3)).toEqual({ InstanceIds: ['ins-1'], InstanceChargePrepaid: { Period: 3 } });
  });

  test('in years counts their months', () => {
    const schema = {
      required: ['Id', 'Years'],
      properties: {
        Id: { type: 'string', 'x-ref': 'instance' },
        Years: { type: 'integer', 'x-unit': 'year', enum: [1, 2] },
      },
    };
    const renewal = renewalOf({ operation: 'Renew', schema });
    expect(renewal?.months).toEqual([12, 24]);
    expect(renewal?.params('i-1', 24)).toEqual({ Id: 'i-1', Years: 2 });
  });

  test('is none where the unit is not said, or something else is to be asked', () => {
    expect(renewalOf(operationForm('ucloudstack', 'RenewResource'))).toBeNull();
    const schema = {
      required: ['Id', 'Months', 'Voucher'],
      properties: { Id: { 'x-ref': 'instance' }, Months: { 'x-unit': 'month' }, Voucher: { type: 'string' } },
    };
    expect(renewalOf({ operation: 'Renew', schema })).toBeNull();
  });
});
