/** Reads the named texts of an address's search and drops the rest. */
export function stringsOf<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [name in Name]?: string } => {
    const kept: { [name in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
      // Ids of digits only come back from the address as numbers.
      else if (typeof value === 'number') kept[name] = String(value);
    }
    return kept;
  };
}
