import type { ErrorKind, IpcError } from './bindings';

/** What a command answers: tauri-specta's shape. */
type Result<T, E> = { status: 'ok'; data: T } | { status: 'error'; error: E };

/** A command's error on its way through promises and queries. `error` is what the page shows. */
export class IpcFailure extends Error {
  readonly error: IpcError;

  constructor(error: IpcError) {
    super(`${error.kind}: ${error.context}`);
    this.name = 'IpcFailure';
    this.error = error;
  }
}

/** The data of a command's result; its error is thrown as {@link IpcFailure}. */
export async function unwrap<T>(reply: Promise<Result<T, IpcError>>): Promise<T> {
  const result = await reply;
  if (result.status === 'error') throw new IpcFailure(result.error);
  return result.data;
}

/** What was thrown, or an error that came inside a reply, in the shape that `ErrorNotice` shows; a stranger becomes a bug of ours. */
export function asIpcError(thrown: unknown): IpcError {
  if (thrown instanceof IpcFailure) return thrown.error;
  if (isIpcError(thrown)) return thrown;
  const context = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: 'bug', delivery: 'not_sent', context, words: null, vendor: null, at: null, problems: [] };
}

/** Whether it is an error of that kind. */
export function isKind(thrown: unknown, kind: ErrorKind): boolean {
  return thrown instanceof IpcFailure && thrown.error.kind === kind;
}

function isIpcError(value: unknown): value is IpcError {
  return typeof value === 'object' && value !== null && 'kind' in value && 'delivery' in value && 'problems' in value;
}
