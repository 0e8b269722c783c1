import { Input, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSelector } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Picker.module.css';

type Props = { id: string; kind: 'image' | 'instance_type'; value: string; children: (close: () => void) => ReactNode };

/** A picker that needs the room of a table, behind a button, for forms in a narrow column. */
export function PickerDialog({ id, kind, value, children }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Input
        component="button"
        type="button"
        size="xs"
        pointer
        id={id}
        rightSection={<IconSelector size={14} aria-hidden />}
        rightSectionPointerEvents="none"
        data-picker
        data-testid={`pick-${kind.replace('_', '-')}`}
        aria-labelledby={`${id}__label ${id}`}
        aria-haspopup="dialog"
        onClick={open}
      >
        <span className={value === '' ? 'yd-dim' : classes.targetText}>{value === '' ? t('forms.choose') : value}</span>
      </Input>
      <Modal
        opened={opened}
        onClose={close}
        title={t(`forms.pick.${kind}`)}
        size={860}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {children(close)}
      </Modal>
    </>
  );
}
