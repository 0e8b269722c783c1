import { useTranslation } from 'react-i18next';
import { EachCloud, Lead, Part, Points } from './Parts';

/** Where prices come from, when they are asked for, and what is in them. */
export function PricesTopic() {
  const { t } = useTranslation();
  return (
    <>
      <Lead>{t('help.prices.lead')}</Lead>
      <Part title={t('help.prices.when')}>
        <Points texts={[t('help.prices.whenEdit'), t('help.prices.whenBuy'), t('help.prices.whenNone')]} />
      </Part>
      <Part title={t('help.prices.contains')}>
        <Points
          texts={[t('help.prices.containsUnit'), t('help.prices.containsOut'), t('help.prices.containsDiscount')]}
        />
      </Part>
      <Part title={t('help.prices.each')}>
        <EachCloud of="prices" />
      </Part>
    </>
  );
}
