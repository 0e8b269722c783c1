import { useTranslation } from 'react-i18next';
import { actOf, useActWords } from '../../components/useActWords';
import type { Activity } from '../../ipc/bindings';
import { useClouds } from '../../ipc/queries/clouds';
import { endOf } from './batches';

const INSTANCE_ACTS = ['start_instance', 'stop_instance', 'reboot_instance', 'terminate_instance'] as const;

/** What is done to how many, and what became of them: `关机 4 台`, `3 台已关机，1 台失败`. */
export function useBatchWords(): {
  title: (all: readonly Activity[]) => string;
  end: (all: readonly Activity[], size: number) => string | null;
} {
  const { t } = useTranslation();
  const act = useActWords();
  const clouds = useClouds();
  return {
    title: (all) => (all[0] ? t('plans.do', { title: act(all[0]), count: all.length }) : ''),
    end: (all, size) => {
      const end = endOf(all, size);
      const [first] = all;
      if (!end || !first) return null;
      const name = actOf(
        clouds.find(({ id }) => id === first.cloud),
        first.operation,
      );
      const own = INSTANCE_ACTS.find((one) => one === name);
      const parts = [
        end.done > 0 &&
          (own ? t(`activity.batch.${own}`, { count: end.done }) : t('activity.batch.done', { count: end.done })),
        end.failed > 0 &&
          (end.done === 0
            ? t('activity.batch.noneDone', { act: act(first), count: end.failed })
            : t('activity.batch.failed', { count: end.failed })),
        end.open > 0 && t('activity.batch.open', { count: end.open }),
      ];
      return parts.filter((part) => part !== false).join(t('activity.batch.comma')) || null;
    },
  };
}
