import type { ImageShare, Plan, ShareList } from '../../../src/ipc/bindings';
import { accountOf, accounts, ago } from '../accounts';
import { clouds } from '../clouds';
import { notSent } from '../errors';
import type { Handlers } from '../handlers';
import { imagesOf } from '../things';
import { planned } from './plans';

const shares = new Map<string, ImageShare[]>();

function sharesOf(image: string): ImageShare[] {
  const known = shares.get(image);
  if (known) return known;
  const first = [
    { accountId: '100007654321', since: ago(3 * 86_400) },
    { accountId: '100001112223', since: ago(40 * 86_400) },
  ];
  shares.set(image, first);
  return first;
}

const imageOf = (account: string, id: string) =>
  imagesOf(accountOf(account).cloud, 'private').find((image) => image.id === id);

export default {
  images_for: (): string[] | null => null,
  image_shares: ({ account, imageId }: { account: string; imageId: string }): ShareList => {
    const { cloud, ownerId } = accountOf(account);
    const image = imageOf(account, imageId);
    return {
      shares: sharesOf(imageId),
      limit: clouds.find(({ id }) => id === cloud)?.shareLimit ?? null,
      candidates: accounts.list
        .filter((view) => view.account.cloud === cloud && view.account.ownerId !== ownerId)
        .map((view) => ({ ownerId: view.account.ownerId ?? '100000000042', label: view.account.label })),
      obstacles: image?.wholeMachine
        ? [{ zh: '整机镜像不能共享。', en: 'A whole-machine image cannot be shared.' }]
        : image?.ready === false
          ? [
              {
                zh: '镜像还在制作，做好以后才能共享。',
                en: 'The image is still being made; it can be shared once it is done.',
              },
            ]
          : [],
    };
  },
  plan_share: (args: {
    account: string;
    region: string;
    imageId: string;
    accounts: string[];
    share: boolean;
  }): Plan => {
    const own = accountOf(args.account).ownerId;
    if (args.share && own !== null && args.accounts.includes(own)) {
      throw notSent('conflict', 'sharing with oneself', {
        words: { zh: '不能共享给自己的账号。', en: 'An image cannot be shared with its own account.' },
      });
    }
    const before = sharesOf(args.imageId);
    shares.set(
      args.imageId,
      args.share
        ? [...before, ...args.accounts.map((accountId) => ({ accountId, since: new Date().toISOString() }))]
        : before.filter(({ accountId }) => !args.accounts.includes(accountId)),
    );
    return planned({
      account: args.account,
      region: args.region,
      operation: 'ModifyImageSharePermission',
      title: args.share ? { zh: '共享镜像', en: 'Share image' } : { zh: '取消共享镜像', en: 'Stop sharing image' },
      effect: 'mutate',
      subject: imageOf(args.account, args.imageId)?.name ?? args.imageId,
      grants: args.share ? 'data' : null,
      parties: args.accounts,
      confirm: { kind: args.share ? 'confirm' : 'none' },
    });
  },
  plan_delete_image: ({ account, region, imageId }: { account: string; region: string; imageId: string }): Plan => {
    const name = imageOf(account, imageId)?.name ?? imageId;
    return planned({
      account,
      region,
      operation: 'DeleteImages',
      title: { zh: '删除镜像', en: 'Delete image' },
      effect: 'destroy',
      subject: name,
      confirm: { kind: 'type_name', name, short: null, phrase: null },
    });
  },
  plan_create_image: ({ key, name }: { key: { account: string; region: string; id: string }; name: string }): Plan =>
    planned({
      account: key.account,
      region: key.region,
      operation: 'CreateImage',
      title: { zh: '制作镜像', en: 'Create image' },
      effect: 'mutate',
      subject: name || key.id,
      confirm: { kind: 'confirm' },
    }),
} satisfies Handlers;
