import { describe, expect, test } from 'vitest';
import { CREATE, operationForm } from '../testing/catalogue';
import { type Params, prunedParams } from './params';
import { prepared } from './prepare';
import { requiredOf, type Schema, schemaAt } from './schema';

function ready(cloud: string, params: Params): Schema {
  return prepared(operationForm(cloud, CREATE[cloud] ?? '').schema as Schema, prunedParams(params));
}

const at = (schema: Schema, path: string) => schemaAt(schema, path.split('/')) ?? {};

describe('conditions of the real catalogues', () => {
  test('Kingsoft: a period is given for prepaid instances only, and needed for them', () => {
    const hourly = ready('kingsoft', { ChargeType: 'HourlyInstantSettlement' });
    expect(at(hourly, 'PurchaseTime')['x-absent']).toBe(true);
    expect(requiredOf(hourly)).not.toContain('PurchaseTime');

    const monthly = ready('kingsoft', { ChargeType: 'Monthly' });
    expect(at(monthly, 'PurchaseTime')['x-absent']).toBeUndefined();
    expect(requiredOf(monthly)).toContain('PurchaseTime');
  });

  test('Kingsoft: a bid is for spot instances only, and has a price only with the strategy of that name', () => {
    for (const ChargeType of ['Monthly', 'Daily', 'HourlyInstantSettlement', undefined]) {
      const form = ready('kingsoft', { ChargeType });
      expect(at(form, 'SpotStrategy')['x-absent']).toBe(true);
      expect(at(form, 'SpotPriceLimit')['x-absent']).toBe(true);
    }
    const spot = ready('kingsoft', { ChargeType: 'Spot' });
    expect(at(spot, 'SpotStrategy')).toMatchObject({ 'x-default': 'SpotAsPriceGo' });
    expect(at(spot, 'SpotStrategy')['x-absent']).toBeUndefined();
    expect(at(spot, 'SpotPriceLimit')['x-absent']).toBe(true);
    const limited = ready('kingsoft', { ChargeType: 'Spot', SpotStrategy: 'SpotWithPriceLimit' });
    expect(at(limited, 'SpotPriceLimit')['x-absent']).toBeUndefined();
    expect(requiredOf(limited)).toContain('SpotPriceLimit');
  });

  test('Kingsoft: what would have no effect cannot be given', () => {
    expect(at(ready('kingsoft', {}), 'AutoDeleteEip')['x-absent']).toBe(true);
    const timed = at(ready('kingsoft', { AutoDeleteTime: '2030-01-01 00:00' }), 'AutoDeleteEip');
    expect(timed).toMatchObject({ 'x-default': false });
    expect(timed['x-absent']).toBeUndefined();
    expect(at(ready('kingsoft', { KeepImageLogin: true }), 'InstancePassword')['x-absent']).toBe(true);
    expect(at(ready('kingsoft', { KeepImageLogin: false }), 'InstancePassword')['x-absent']).toBeUndefined();
    expect(at(ready('kingsoft', { InstanceType: 'I1.1A' }), 'DataDisk')['x-absent']).toBe(true);
    expect(at(ready('kingsoft', { InstanceType: 'N3.2B' }), 'DataDisk')['x-absent']).toBeUndefined();
  });

  test('Kingsoft: the system disk of a small type is bounded, that of an old type cannot be chosen', () => {
    expect(at(ready('kingsoft', { InstanceType: 'S3.1A' }), 'SystemDisk/DiskSize').maximum).toBe(100);
    expect(at(ready('kingsoft', { InstanceType: 'N3.2B' }), 'SystemDisk/DiskSize').maximum).toBe(500);
    expect(at(ready('kingsoft', { InstanceType: 'I1.1A' }), 'SystemDisk/DiskSize')['x-absent']).toBe(true);
  });

  test('Kingsoft: the parts of an elastic IP go together, and can all be taken back', () => {
    const begun = ready('kingsoft', { LineId: 'line-1' });
    expect(requiredOf(begun)).toEqual(expect.arrayContaining(['AddressBandWidth', 'AddressChargeType']));
    expect(at(begun, 'AddressChargeType')['x-required-now']).toBe(true);
    expect(at(begun, 'MaxCount')['x-required-now']).toBeUndefined();
    expect(requiredOf(ready('kingsoft', {}))).not.toContain('AddressBandWidth');
  });

  test('Tencent: keeping the image’s login leaves no room for a password', () => {
    expect(at(ready('tencent', {}), 'LoginSettings/Password')['x-absent']).toBeUndefined();
    const kept = ready('tencent', { LoginSettings: { KeepImageLogin: 'TRUE' } });
    expect(at(kept, 'LoginSettings/Password')['x-absent']).toBe(true);
  });

  test('Tencent: what only prepaid needs is folded away until prepaid is chosen', () => {
    expect(at(ready('tencent', {}), 'InstanceChargePrepaid')['x-conditional']).toBe(true);
    const prepaid = ready('tencent', { InstanceChargeType: 'PREPAID' });
    expect(at(prepaid, 'InstanceChargePrepaid')['x-conditional']).toBeUndefined();
    expect(requiredOf(at(prepaid, 'InstanceChargePrepaid'))).toContain('Period');
  });

  test('JD: conditions within the nested structure hold too', () => {
    const later = ready('jdcloud', { instanceSpec: { charge: { chargeMode: 'postpaid_by_duration' } } });
    expect(at(later, 'instanceSpec/charge/chargeDuration')['x-conditional']).toBe(true);
    const before = ready('jdcloud', { instanceSpec: { charge: { chargeMode: 'prepaid_by_duration' } } });
    expect(requiredOf(at(before, 'instanceSpec/charge'))).toContain('chargeDuration');
    expect(at(before, 'instanceSpec/chargeOnStopped').enum).toEqual(['keepCharging']);
  });

  test('UCloudStack: so many months, or so many years', () => {
    const quantity = (mode: string) => at(ready('ucloudstack', { ChargeType: mode }), 'Quantity');
    expect(quantity('Month')).toMatchObject({ maximum: 11, 'x-unit': 'month' });
    expect(quantity('Year')).toMatchObject({ maximum: 5, 'x-unit': 'year' });
    expect(quantity('Dynamic')['x-unit']).toBeUndefined();
  });

  test('what a group requires is not required while the group is not in use', () => {
    expect(requiredOf(at(ready('tencent', {}), 'VirtualPrivateCloud'))).toEqual([]);
    const used = ready('tencent', { VirtualPrivateCloud: { VpcId: 'vpc-1' } });
    expect(requiredOf(at(used, 'VirtualPrivateCloud'))).toEqual(['VpcId', 'SubnetId']);
    expect(requiredOf(at(ready('tencent', {}), 'Placement'))).toEqual(['Zone']);
  });
});
