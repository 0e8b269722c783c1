import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { DetailsPanel } from '../../components/DetailsPanel';
import { Facts } from '../../components/Facts';
import { TimeText } from '../../components/TimeText';
import { useActWords } from '../../components/useActWords';
import type { KeptLine } from '../../ipc/bindings';
import { KeptAccount, KeptEffect, KeptOutcome } from './KeptWords';

/** One act of a journal that is only looked at. */
export function KeptLineDetails({ line, onClose }: { line: KeptLine; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useActWords();
  const title = [act(line), line.subject].filter(Boolean).join(' · ');
  return (
    <DetailsPanel
      title={title || line.id}
      label={t('journal.details')}
      onClose={onClose}
      subtitle={
        <>
          <KeptOutcome outcome={line.outcome} />
          <KeptAccount line={line} />
        </>
      }
    >
      <Facts
        facts={[
          [t('common.operation'), <CopyText key="operation" text={line.operation} what={t('common.operation')} />],
          [t('journal.effect'), <KeptEffect key="effect" effect={line.effect} />],
          [t('common.region'), line.region],
          [t('journal.at'), <TimeText key="at" at={line.at} />],
          [t('common.requestId'), <CopyText key="request" text={line.requestId} what={t('common.requestId')} />],
          [
            t('journal.resources'),
            line.resources.length === 0
              ? undefined
              : line.resources.map((id) => (
                  <div key={id}>
                    <CopyText text={id} what={t('common.id')} />
                  </div>
                )),
          ],
        ]}
      />
    </DetailsPanel>
  );
}
