import { describe, expect, test } from 'vitest';
import { CREATE, operationForm } from '../../testing/catalogue';
import { isSchema, properties, type Schema } from '../schema';
import { meets } from '../validator';
import { kindOf } from './kind';
import { madePassword } from './password';

/** The password of an order, wherever it stands. */
function passwordIn(schema: Schema): Schema | null {
  for (const [, member] of properties(schema)) {
    if (member['x-since'] === undefined && isSchema(member) && kindOf(member) === 'secret') return member;
    const inner = passwordIn(member);
    if (inner) return inner;
  }
  return null;
}

describe.each(Object.keys(CREATE))('a made password of %s', (cloud) => {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  const schema = passwordIn(form.schema as Schema);

  test('keeps to the rules, is long, and is another one each time', () => {
    const made = Array.from({ length: 20 }, () => schema && madePassword(schema));
    for (const one of made) {
      expect(one).toHaveLength(16);
      expect(schema && meets(schema, one)).toBe(true);
      expect(one).not.toMatch(/(.)\1\1|abc|123|321/i);
    }
    expect(new Set(made).size).toBe(made.length);
  });
});

test('no password is made where none can be', () => {
  expect(madePassword({ type: 'string', minLength: 4, maxLength: 4, pattern: '^0{4}$' })).toBeNull();
});
