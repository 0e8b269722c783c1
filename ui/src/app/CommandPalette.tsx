import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../components/CloudBadge';
import { StateBadge } from '../components/StateBadge';
import type { InstanceRow } from '../ipc/bindings';
import { everything, inventoryPageQuery } from '../ipc/queries/inventory';
import classes from './CommandPalette.module.css';
import { PAGES } from './pages';

const MOST = 8;

/** Ctrl-K: go to a page or to an instance by name, id or address. */
export default function CommandPalette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 120);
  const { data } = useQuery({ ...inventoryPageQuery({ ...everything, search }, 0, MOST), enabled: search !== '' });

  const pages = PAGES.flat().filter(({ id }) =>
    t(`frame.pages.${id}`).toLowerCase().includes(text.trim().toLowerCase()),
  );
  const found: InstanceRow[] = search === '' ? [] : (data?.rows ?? []);

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K', 'mod + P']}
      size="560px"
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t('frame.searchHint')}
        aria-label={t('frame.search')}
        leftSection={<IconSearch size={16} />}
        size="md"
        data-testid="search-input"
      />
      <Spotlight.ActionsList>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t('frame.pages.instances')}>
            {found.map((row) => (
              <Spotlight.Action
                key={`${row.key.account}/${row.key.region}/${row.key.id}`}
                onClick={() => {
                  const { account, region, id } = row.key;
                  void navigate({ to: '/instances', search: { account, region, instance: id } });
                  spotlight.close();
                }}
              >
                <span className={classes.instance}>
                  <span className={classes.name}>{row.name || row.key.id}</span>
                  <span className="yd-dim">{row.privateIps[0] ?? row.key.id}</span>
                  <span className={classes.right}>
                    <StateBadge state={row.state} />
                    <CloudBadge cloud={row.cloud} sandbox={row.sandbox} />
                  </span>
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('frame.goTo')}>
            {pages.map(({ id, to, icon: Shape }) => (
              <Spotlight.Action
                key={id}
                label={t(`frame.pages.${id}`)}
                leftSection={<Shape size={16} stroke={1.7} />}
                onClick={() => {
                  void navigate({ to });
                  spotlight.close();
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length + pages.length === 0 && <Spotlight.Empty>{t('frame.nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
