import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

type Size = { vcpus: number | null; memoryMib: number | null; gpus: number };

/** A size in words: `4 核 8 GiB · 1 GPU`. */
export function useSizeWords(): (size: Size) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ vcpus, memoryMib, gpus }) => {
      const cpu = vcpus === null ? '' : t('inventory.vcpus', { count: vcpus });
      const memory = memoryMib === null ? '' : `${Number((memoryMib / 1024).toFixed(1))} GiB`;
      const gpu = gpus > 0 ? `· ${gpus} GPU` : '';
      return [cpu, memory, gpu].filter(Boolean).join(' ') || '—';
    },
    [t],
  );
}
