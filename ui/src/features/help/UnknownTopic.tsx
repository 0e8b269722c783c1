import { useTranslation } from 'react-i18next';
import { EachCloud, Lead, Part, Points } from './Parts';

/** What it means that an answer was lost, what is being done about it, and what not to do. */
export function UnknownTopic() {
  const { t } = useTranslation();
  return (
    <>
      <Lead>{t('help.unknown.lead')}</Lead>
      <Part title={t('help.unknown.does')}>
        <Points
          texts={[
            t('help.unknown.doesLook'),
            t('help.unknown.doesFound'),
            t('help.unknown.doesNot'),
            t('help.unknown.doesRestart'),
          ]}
        />
      </Part>
      <Part title={t('help.unknown.you')}>
        <Points texts={[t('help.unknown.youWait'), t('help.unknown.youConsole'), t('help.unknown.youNot')]} />
      </Part>
      <Part title={t('help.unknown.each')}>
        <EachCloud of="unanswered" />
      </Part>
    </>
  );
}
