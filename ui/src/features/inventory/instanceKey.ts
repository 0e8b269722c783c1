import type { InstanceKey } from '../../ipc/bindings';

/** A key as one text, to be a row's id. Account and region ids hold no slash. */
export function textOfKey({ account, region, id }: InstanceKey): string {
  return `${account}/${region}/${id}`;
}

/** The key of such a text. */
export function keyOfText(text: string): InstanceKey {
  const [account = '', region = '', ...id] = text.split('/');
  return { account, region, id: id.join('/') };
}
