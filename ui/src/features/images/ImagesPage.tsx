import { Button } from '@mantine/core';
import { IconPhoto, IconPhotoPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { ImageFilters } from '../../components/ImageFilters';
import { Page } from '../../components/Page';
import { ShortList } from '../../components/ShortList';
import { useRemembered } from '../../components/useRemembered';
import { AccountSelect } from '../../forms/AccountSelect';
import { imageFits, platformsOf } from '../../forms/pickers/imageFilter';
import { RegionSelect } from '../../forms/RegionSelect';
import type { Account, CloudView, Image, ImageSource, NounActView } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { useCloud } from '../../ipc/queries/clouds';
import { imagesQuery } from '../../ipc/queries/images';
import { useOtherActs, useOtherCreations } from '../../ipc/queries/nouns';
import { useActivityPanel } from '../activity/ActivityPanelProvider';
import { RowActs } from '../nouns/ActMenu';
import { CreateButton } from '../nouns/CreateButton';
import { useActForm } from '../nouns/useActForm';
import { CreateImageDialog } from './CreateImageDialog';
import { ImageDetails } from './ImageDetails';
import { ImageTable } from './ImageTable';
import { MakingRows } from './MakingRows';
import { useMaking } from './making';

const none: Image[] = [];

/** Up to so many images need no further narrowing. */
const FEW = 8;

/** Sources in the order one works with them: one's own images first. */
const ORDER: ImageSource[] = ['private', 'shared', 'public', 'market'];

type Filter = { source: ImageSource; platform: string | null; text: string };

const FIRST: Filter = { source: 'private', platform: null, text: '' };

/** Images by source, and with whom one's own are shared. */
export function ImagesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/images' });
  const accounts = useAccounts().map((view) => view.account);
  const account = accounts.find(({ id }) => id === search.account) ?? accounts[0];
  const cloud = useCloud(account?.cloud);

  if (!account || !cloud) {
    return (
      <Page title={t('images.title')}>
        {!account && (
          <EmptyState
            icon={IconPhoto}
            title={t('images.noAccounts')}
            action={<Button onClick={() => void navigate({ to: '/accounts' })}>{t('create.addAccount')}</Button>}
          >
            {t('images.noAccountsHint')}
          </EmptyState>
        )}
      </Page>
    );
  }
  const asked = search.account === account.id ? search.region : undefined;
  const region = asked ?? account.regions[0] ?? '';
  return (
    <Images
      key={`${account.id} ${region}`}
      account={account}
      accounts={accounts}
      cloud={cloud}
      region={region}
      openId={search.image ?? null}
      onPlace={(next, place) => void navigate({ to: '/images', search: { account: next.id, region: place } })}
      onOpen={(image) =>
        void navigate({ to: '/images', search: { account: account.id, region, ...(image === null ? {} : { image }) } })
      }
    />
  );
}

type Props = {
  account: Account;
  accounts: Account[];
  cloud: CloudView;
  region: string;
  openId: string | null;
  onPlace: (account: Account, region: string) => void;
  onOpen: (image: string | null) => void;
};

function Images({ account, accounts, cloud, region, openId, onPlace, onOpen }: Props) {
  const { t } = useTranslation();
  const sources = ORDER.filter((source) => cloud.imageSources.includes(source));
  const [filter, setFilter] = useRemembered<Filter>('images-filter', FIRST);
  const source = sources.includes(filter.source) ? filter.source : (sources[0] ?? 'private');
  const { text } = filter;
  const panel = useActivityPanel();
  const [creating, setCreating] = useState(false);
  const { data, error, isLoading, refetch } = useQuery(imagesQuery(account.id, region, source));
  const images = data?.images ?? none;
  const platforms = useMemo(() => (images.length > FEW ? platformsOf(images) : []), [images]);
  // Of another list's platforms none can be seen to be chosen.
  const platform = platforms.some(([name]) => name === filter.platform) ? filter.platform : null;
  const rows = useMemo(() => images.filter((image) => imageFits(image, platform, text)), [images, platform, text]);
  const making = useMaking(cloud, account.id, region, images);
  const opened = images.find(({ id }) => id === openId);
  const form = useActForm();
  const others = useOtherActs(cloud.id, 'image');
  const creations = useOtherCreations(cloud.id, 'image');
  const [menu, setMenu] = useState<{ image: Image; at: { x: number; y: number } } | null>(null);
  const act = (wanted: NounActView, image: Image | null) =>
    form.open({
      act: wanted,
      subject: image && { id: image.id, name: image.name || image.id, within: {} },
      accounts: [account],
      region,
      anyRegion: image === null,
    });

  return (
    <Page
      title={t('images.title')}
      meta={
        !isLoading &&
        !error && (
          <>
            <span>{t('images.count', { count: rows.length })}</span>
            <ShortList short={data?.short ?? null} />
          </>
        )
      }
      actions={
        <>
          <CreateButton
            secondary
            creations={creations.map((creation) => ({ cloud: cloud.id, act: creation }))}
            onCreate={(creation) => act(creation.act, null)}
          />
          <Button
            leftSection={<IconPhotoPlus size={14} />}
            data-testid="image-create-open"
            onClick={() => setCreating(true)}
          >
            {t('images.create.title')}
          </Button>
        </>
      }
      filters={
        <>
          <AccountSelect
            accounts={accounts}
            value={account.id}
            onChange={(next) => onPlace(next, next.regions[0] ?? '')}
          />
          <RegionSelect account={account} value={region} onChange={(next) => onPlace(account, next)} />
          <ImageFilters
            sources={sources}
            source={source}
            onSource={(next) => {
              setFilter({ ...filter, source: next, platform: null });
              onOpen(null);
            }}
            text={text}
            onText={(next) => setFilter({ ...filter, text: next })}
            platforms={platforms}
            platform={platform}
            onPlatform={(next) => setFilter({ ...filter, platform: next })}
            searchTestId="images-search"
          />
        </>
      }
      details={
        opened && (
          <ImageDetails
            key={opened.id}
            image={opened}
            account={account}
            cloud={cloud}
            region={region}
            onAct={(wanted) => act(wanted, opened)}
            onClose={() => onOpen(null)}
          />
        )
      }
    >
      {error ? (
        <div style={{ padding: 16 }}>
          <ErrorNotice error={error} actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>} />
        </div>
      ) : (
        <>
          {source === 'private' && <MakingRows making={making} onOpen={(id) => panel.show(id)} />}
          <ImageTable
            images={rows}
            source={source}
            sharing={cloud.hasSharing}
            filtered={rows.length < images.length}
            loading={isLoading}
            openId={openId}
            onOpen={onOpen}
            onMenu={(image, at) => image.source === 'private' && setMenu({ image, at })}
          />
        </>
      )}
      {menu && (
        <RowActs
          at={menu.at}
          label={menu.image.name || menu.image.id}
          acts={others}
          onAct={(wanted) => act(wanted, menu.image)}
          onClose={() => setMenu(null)}
        />
      )}
      {form.dialog}
      {creating && (
        <CreateImageDialog account={account} cloud={cloud} region={region} onClose={() => setCreating(false)} />
      )}
    </Page>
  );
}
