import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { caFileQuery } from '../../ipc/queries/accounts';
import classes from './Accounts.module.css';

/** A file with certificate authorities, chosen or typed, and which certificates it holds. */
export function CaFileField({
  value,
  onChange,
}: {
  value: string;
  onChange: (path: string, chosen?: boolean) => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  // What is still being typed is no file yet.
  const [left, setLeft] = useState(value);
  const choose = useMutation({
    mutationFn: () => unwrap(commands.chooseCaFile()),
    onSuccess: (file) => {
      if (!file) return;
      // Chosen again, it is read again: its certificates may be others by now.
      onChange(file.path, true);
      setLeft(file.path);
    },
  });
  const { data: file } = useQuery({ ...caFileQuery(left.trim()), enabled: left.trim() !== '' });
  const told = left.trim() === value.trim() && left.trim() !== '' ? file : undefined;

  return (
    <div>
      <div className={classes.caFile}>
        <TextInput
          label={t('accounts.caFile')}
          description={t('accounts.caFileHint')}
          placeholder="/etc/ssl/certs/my-ca.pem"
          value={value}
          error={told?.problem ? words(told.problem) : undefined}
          spellCheck={false}
          data-testid="account-ca-file"
          onChange={(event) => onChange(event.currentTarget.value)}
          onBlur={() => setLeft(value)}
        />
        <Button
          className={classes.choose}
          variant="default"
          loading={choose.isPending}
          data-testid="account-ca-choose"
          onClick={() => choose.mutate()}
        >
          {t('accounts.choose')}
        </Button>
      </div>
      {told && told.certificates.length > 0 && (
        <ul className={classes.certificates}>
          {told.certificates.map(({ subject, notAfter, expired, isAuthority }) => (
            <li key={`${subject} ${notAfter}`} data-testid="ca-certificate" data-expired={expired || undefined}>
              {subject}{' '}
              <span className="yd-dim">
                {expired ? t('accounts.certificateExpired') : t('accounts.certificateUntil')}
              </span>{' '}
              <TimeText at={notAfter} show="date" />
              {!isAuthority && <span className="yd-dim"> {t('accounts.certificateOfServer')}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
