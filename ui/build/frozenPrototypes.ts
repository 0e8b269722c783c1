import type { Plugin } from 'vite';

/**
 * What a library assigns to an object of its own that every object inherits: in the window that is frozen (`freezePrototype`), and
 * an inherited member that cannot be written cannot be hidden by assigning, only by defining it.
 */
const ASSIGNED: { file: RegExp; before: string; object: string; members: string[] }[] = [
  {
    file: /\/decimal\.js-light\/decimal\.m?js$/,
    before: 'P.toString = P.valueOf = ',
    object: 'P',
    members: ['constructor', 'toString', 'valueOf'],
  },
  {
    file: /\/d3-color\/.*\/(d3-color|define)\.m?js$/,
    before: 'prototype.constructor = constructor;',
    object: 'prototype',
    members: ['constructor'],
  },
  {
    file: /\/d3-format\/.*\/(d3-format|formatSpecifier)\.m?js$/,
    before: 'FormatSpecifier.prototype.toString = ',
    object: 'FormatSpecifier.prototype',
    members: ['toString'],
  },
];

/** Defines those members before they are assigned. A library that has changed fails the build, not the window. */
export function frozenPrototypes(): Plugin {
  return {
    name: 'frozen-prototypes',
    transform(code, id) {
      const found = ASSIGNED.find(({ file }) => file.test(id.replaceAll('\\', '/').split('?')[0] ?? ''));
      if (!found) return null;
      const { before, object, members } = found;
      if (code.split(before).length !== 2)
        return this.error(`${id} does not assign as it did: see build/frozenPrototypes.ts`);
      const own = members.map((name) => `${name}: { writable: true, enumerable: true, configurable: true }`);
      // On one line, so that the lines of a source map stay true.
      return {
        code: code.replace(before, `Object.defineProperties(${object}, { ${own.join(', ')} }); ${before}`),
        map: null,
      };
    },
  };
}
