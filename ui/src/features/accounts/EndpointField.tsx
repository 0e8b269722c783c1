import { TextInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CloudView } from '../../ipc/bindings';
import { endpointQuery } from '../../ipc/queries/accounts';
import classes from './Accounts.module.css';

type Props = { cloud: CloudView; region: string; value: string; input: GetInputPropsReturnType };

/** An account's endpoint, and which host each service is called at with it. */
export function EndpointField({ cloud, region, value, input }: Props) {
  const { t } = useTranslation();
  const [endpoint] = useDebouncedValue(value.trim(), 300);
  const { data: meaning } = useQuery({ ...endpointQuery(cloud.id, endpoint, region), enabled: endpoint !== '' });
  const told = endpoint !== '' && endpoint === value.trim() ? (meaning?.hosts ?? []) : [];
  const [only, another] = told;

  return (
    <div>
      <TextInput
        label={t('accounts.endpoint')}
        description={t('accounts.endpointHint')}
        placeholder={cloud.endpointRequired ? 'https://10.0.0.1:4443' : t('accounts.endpointDefault')}
        required={cloud.endpointRequired}
        spellCheck={false}
        data-testid="account-endpoint"
        {...input}
      />
      {only && !another && only.services.length > 1 && (
        <p className={classes.hosts} data-testid="endpoint-hosts">
          {t('accounts.oneHost', { host: only.host })}
        </p>
      )}
      {another && (
        <dl className={classes.hosts} data-testid="endpoint-hosts">
          {told.map(({ host, services }) => (
            <div key={host}>
              <dt>{services.join(', ')}</dt>
              <dd className="yd-code">{host}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
