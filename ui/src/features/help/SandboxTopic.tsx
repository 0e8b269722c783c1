import { useTranslation } from 'react-i18next';
import { SandboxMark } from '../../components/SandboxMark';
import classes from './Help.module.css';
import { Lead, Part, Points } from './Parts';

/** What the sandbox is, what in it is real, and how one leaves it. */
export function SandboxTopic() {
  const { t } = useTranslation();
  return (
    <>
      <Lead>{t('help.sandbox.lead')}</Lead>
      <Part title={t('help.sandbox.start')}>
        <Points texts={[t('help.sandbox.startWelcome')]} />
        <p className={classes.mark}>
          {t('help.sandbox.startMark')} <SandboxMark />
        </p>
      </Part>
      <Part title={t('help.sandbox.real')}>
        <Points texts={[t('help.sandbox.realSigned'), t('help.sandbox.realFlow')]} />
      </Part>
      <Part title={t('help.sandbox.made')}>
        <Points texts={[t('help.sandbox.madePrice'), t('help.sandbox.madeTime')]} />
      </Part>
      <Part title={t('help.sandbox.end')}>
        <Points texts={[t('help.sandbox.endClose'), t('help.sandbox.endRemove')]} />
      </Part>
    </>
  );
}
