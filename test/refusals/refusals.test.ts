import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { refusals } from '@palisade/sandbox/refusals';
import { isAnswerOf, refused } from '@palisade/sandbox/refusals/refusal';
import { nonEmpty } from '../non-empty';

const root = path.join(__dirname, '../..');

describe('the refusals of the sandbox', () => {
  it('have unique ids', () => {
    const ids = refusals.map(({ id }) => id);
    expect(nonEmpty(ids).filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(refusals.map((refusal) => [refusal.id, refusal] as const))(
    '%s: has a source, and a test that asserts it',
    (id, { service, source, url, test }) => {
      expect(id.startsWith(`${service}-`)).toBe(true);
      expect(source).toMatch(/\w/);
      expect(url).toMatch(/^https:\/\/\S+$/);
      expect(existsSync(path.join(root, test))).toBe(true);
      // `met` checks that the account really gave this answer.
      expect(readFileSync(path.join(root, test), 'utf8')).toMatch(new RegExp(`met\\([^()]*'${id}'\\)`));
    },
  );

  it('have placeholders, which are all filled in', () => {
    const zone = { id: 'x', code: 'C', status: 400, says: 'no {item} in {place}.' };
    expect(refused(zone, { item: 'bread', place: 'town' })).toMatchObject({
      code: 'C',
      status: 400,
      message: 'no bread in town.',
    });
    expect(() => refused(zone, { item: 'bread' })).toThrow('no value for place');
    expect(() => refused(zone, { item: 'a', place: 'b', time: 'c' })).toThrow('has no part for time');
  });

  it.each([
    ['no bread in town.', true],
    ['no bread in town!', false],
    ['there is no bread in town.', false],
    ['no in town.', false],
  ])('%s: is the answer: %s', (message, expected) => {
    expect(isAnswerOf({ says: 'no {item} in {place}.' }, message)).toBe(expected);
  });
});
