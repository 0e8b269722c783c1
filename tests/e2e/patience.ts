/**
 * How long something may take before it is said not to come. A bound, never a wait: whoever waits goes on as soon as what it
 * waits for is there, and a busy machine may take its time.
 */
export const PATIENCE = 60_000;

/** How often one looks, in milliseconds. */
export const POLL = 60;

/** Until one looks again. */
export async function aMoment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, POLL));
}

/** Gives up on something that does not come. */
export async function within<Value>(patience: number, what: string, coming: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: did not come in ${patience} ms`)), patience);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}
