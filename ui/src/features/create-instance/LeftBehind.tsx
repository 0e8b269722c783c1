import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import { useDiskName } from '../../components/useDiskName';
import { type Params, valueAt } from '../../forms/params';
import { isSchema } from '../../forms/schema';
import type { Instance, OperationForm } from '../../ipc/bindings';
import type { LeftOut } from './again';
import { merged, orderLike } from './fromInstance';
import classes from './Review.module.css';
import { StepLink } from './StepLink';
import { stepOfField, type WizardPart, type WizardStep } from './steps';

type Props = {
  instance: Instance;
  cloud: string;
  form: OperationForm;
  parts: readonly WizardPart[];
  params: Params;
  /** Where it is ordered. */
  place: { account: string; region: string };
  onGo: (step: WizardStep) => void;
};

/** What of an instance is not in the order of another one, each with why and a way to where it is given. */
export function LeftBehind({ instance, cloud, form, parts, params, place, onGo }: Props) {
  const { t } = useTranslation();
  const { all, before } = useMemo(() => {
    const { params: taken, left } = orderLike(form, instance);
    return { all: left, before: merged(isSchema(form.defaults) ? form.defaults : {}, taken) };
  }, [form, instance]);
  // What a person gave meanwhile is not missing any more.
  const same = (field: string[]) => JSON.stringify(valueAt(params, field)) === JSON.stringify(valueAt(before, field));
  const left = all.filter(({ field }) => field === null || same(field));
  const diskName = useDiskName(cloud, place);
  const name = instance.name || instance.id;
  return (
    <Notice tone="calm" data-testid="left-behind" data-count={left.length}>
      <b>{left.length === 0 ? t('create.left.nothing', { name }) : t('create.left.title', { name })}</b>
      {left.length > 0 && (
        <ul className={classes.left}>
          {left.map((one) => {
            const step = one.field && stepOfField(one.field, parts);
            return (
              <li key={`${one.what} ${one.why} ${one.field?.join('/')}`} data-what={one.what} data-why={one.why}>
                <span>
                  {t(`create.left.what.${one.what}`)}
                  {detail(one)}
                  {t('forms.colon')}
                  {t(`create.left.why.${one.why}`, { value: one.value ?? '' })}
                </span>
                {step && <StepLink step={step} onGo={onGo} />}
              </li>
            );
          })}
        </ul>
      )}
    </Notice>
  );

  /** What the instance has, so that one can give it again. */
  function detail({ what }: LeftOut): string {
    const sizes = (system: boolean) =>
      instance.disks
        .filter((disk) => disk.system === system)
        .map(({ sizeGib, diskType }) =>
          [sizeGib === null ? '' : `${sizeGib} GiB`, diskType ? diskName(diskType) : ''].join(' ').trim(),
        );
    const said: { [kind: string]: string[] } = {
      system_disk: sizes(true),
      data_disks: sizes(false),
      public_address: instance.publicIps,
    };
    const text = (said[what] ?? []).filter((one) => one !== '').join(t('common.comma'));
    return text === '' ? '' : ` ${text}`;
  }
}
