import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderPiece } from '../../testing/render';
import { type FormScope, FormScopeContext } from '../FormScope';
import { ImagePicker } from './ImagePicker';

const image = (id: string, architecture: string | null = null) => ({
  id,
  name: id,
  platform: 'CentOS',
  os: 'CentOS 7.9',
  architecture,
  ready: true,
  vendorState: 'NORMAL',
  description: null,
});

/** What the cloud says that a type can run; `null` where it does not say. */
let runs: string[] | null;
const asked: unknown[] = [];

beforeEach(() => {
  runs = null;
  asked.length = 0;
  mockIPC((command, args) => {
    if (command === 'clouds') return [{ id: 'c', imageSources: ['public'], regions: [] }];
    if (command === 'images')
      return { images: [image('img-x86', 'x86_64'), image('img-arm', 'aarch64'), image('img-any')], short: null };
    if (command !== 'images_for') throw new Error(command);
    asked.push(args);
    return runs;
  });
});
afterEach(() => clearMocks());

function show(chosen: FormScope['chosen']) {
  const scope = { cloud: 'c', account: 'acc', region: 'r', chosen, room: 'page' } as unknown as FormScope;
  renderPiece(
    <FormScopeContext value={scope}>
      <div style={{ display: 'flex', flexDirection: 'column', height: 600 }}>
        <ImagePicker id="image" value={chosen.image?.[0] ?? ''} onChange={() => undefined} />
      </div>
    </FormScopeContext>,
  );
}
const offered = () => screen.queryAllByTestId('image-choice').map(({ dataset }) => dataset.imageId);

test('only images that the chosen type can run are offered, as the cloud says, and how many are not is said', async () => {
  runs = ['img-arm', 'img-any'];
  show({ instance_type: ['T'] });
  await waitFor(() => expect(offered()).toEqual(['img-arm', 'img-any']));
  expect(screen.getByTestId('images-left')).toHaveTextContent('另有 1 项');
  expect(asked).toEqual([{ account: 'acc', region: 'r', source: 'public', instanceType: 'T' }]);
});

test('where the cloud does not say, or no type is chosen, all are offered', async () => {
  show({ instance_type: ['T'] });
  await waitFor(() => expect(offered()).toHaveLength(3));
  expect(screen.queryByTestId('images-left')).toBeNull();
});

test('what is chosen for one architecture has the images of that, and of those that name none', async () => {
  show({ architecture: ['aarch64'] });
  await waitFor(() => expect(offered()).toEqual(['img-arm', 'img-any']));
});

test('a chosen image that the type cannot run is said so', async () => {
  runs = ['img-arm'];
  show({ instance_type: ['T'], image: ['img-x86'] });
  expect(await screen.findByTestId('stray-image')).toHaveTextContent('已选的规格不能使用镜像“img-x86”');
});
