import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Policies } from '../ipc/bindings';
import { CodeBlock } from './CodeBlock';

const TIERS = ['look', 'operate', 'buy'] as const satisfies readonly (keyof Policies)[];

/** The least-privilege policies of a cloud, to copy: for looking, for operating, for buying and destroying. */
export function PolicyText({ policies, maxHeight }: { policies: Policies; maxHeight: number }) {
  const { t } = useTranslation();
  const [tier, setTier] = useState<keyof Policies>('look');
  return (
    <>
      <SegmentedControl
        data={TIERS.map((value) => ({ value, label: t(`common.policy.${value}`) }))}
        value={tier}
        aria-label={t('common.policy.tiers')}
        data-testid="policy-tier"
        onChange={(next) => setTier(next as keyof Policies)}
      />
      <CodeBlock text={policies[tier]} what={t('common.policy.title')} maxHeight={maxHeight} />
    </>
  );
}
