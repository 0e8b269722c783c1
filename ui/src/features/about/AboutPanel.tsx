import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/Facts';
import { TimeText } from '../../components/TimeText';
import { appInfoQuery } from '../../ipc/queries/app';

/** What this program is: its version, and which sources it was built from. */
export function AboutPanel() {
  const { t } = useTranslation();
  const { data: info } = useQuery(appInfoQuery);
  if (!info) return null;
  return (
    <div data-testid="about">
      <Facts
        facts={[
          [
            t('about.version'),
            <span key="version" className="yd-figures">
              Yundeck {info.version}
            </span>,
          ],
          [t('about.built'), <TimeText key="built" at={info.builtAt} show="date" />],
          [t('about.commit'), info.commit === null ? t('about.development') : <code key="commit">{info.commit}</code>],
          [t('about.licence'), 'Apache-2.0'],
        ]}
      />
    </div>
  );
}
