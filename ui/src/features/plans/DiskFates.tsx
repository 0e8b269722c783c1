import { useTranslation } from 'react-i18next';
import type { InstanceDisk } from '../../ipc/bindings';
import classes from './PlanDialog.module.css';

/** What becomes of an instance's disks when it is destroyed: those that go with it, those that stay, and those nobody knows of. */
export function DiskFates({ disks }: { disks: InstanceDisk[] }) {
  const { t } = useTranslation();
  const named = disks.map((disk, index) => {
    const number = disks.slice(0, index + 1).filter(({ system }) => !system).length;
    const name = disk.system ? t('inventory.systemDisk') : t('inventory.dataDisk', { number });
    const size = disk.sizeGib === null ? '' : ` ${disk.sizeGib} GiB`;
    const { withInstance = null } = disk;
    return { text: `${name}${size}`, fate: withInstance === null ? 'unsaid' : withInstance ? 'goes' : 'stays' };
  });
  return (['goes', 'stays', 'unsaid'] as const).map((fate) => {
    const those = named.filter((disk) => disk.fate === fate).map(({ text }) => text);
    if (those.length === 0) return null;
    return (
      <span key={fate} className={classes.disks} data-testid="plan-disks" data-fate={fate}>
        {t(`plans.disks.${fate}`, { disks: those.join(t('common.comma')) })}
      </span>
    );
  });
}
