/** Makes the compiler refuse a switch that forgets a case. Not reached while both sides of the IPC agree. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
