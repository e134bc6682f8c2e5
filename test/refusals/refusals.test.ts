import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { refusals } from '@palisade/sandbox/refusals';
import { isAnswerOf, refused } from '@palisade/sandbox/refusals/refusal';
import { nonEmpty } from '../non-empty';

const root = path.join(__dirname, '../..');

describe('what the embedded account refuses as AWS does', () => {
  it('names each once', () => {
    const ids = refusals.map(({ id }) => id);
    expect(nonEmpty(ids).filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(refusals.map((refusal) => [refusal.id, refusal] as const))(
    '%s: has a source, and a test that meets it',
    (id, { service, source, url, test }) => {
      expect(id.startsWith(`${service}-`)).toBe(true);
      expect(source).toMatch(/\w/);
      expect(url).toMatch(/^https:\/\/\S+$/);
      expect(existsSync(path.join(root, test))).toBe(true);
      // `met` asks the account whether it really answered so.
      expect(readFileSync(path.join(root, test), 'utf8')).toMatch(new RegExp(`met\\([^()]*'${id}'\\)`));
    },
  );

  it('fills in the places of an answer, all of them and no others', () => {
    const zone = { id: 'x', code: 'C', status: 400, says: 'no {thing} in {place}.' };
    expect(refused(zone, { thing: 'bread', place: 'town' })).toMatchObject({
      code: 'C',
      status: 400,
      message: 'no bread in town.',
    });
    expect(() => refused(zone, { thing: 'bread' })).toThrow('no value for place');
    expect(() => refused(zone, { thing: 'a', place: 'b', time: 'c' })).toThrow('has no part for time');
  });

  it.each([
    ['no bread in town.', true],
    ['no bread in town!', false],
    ['there is no bread in town.', false],
    ['no in town.', false],
  ])('%s: is the answer: %s', (message, expected) => {
    expect(isAnswerOf({ says: 'no {thing} in {place}.' }, message)).toBe(expected);
  });
});
