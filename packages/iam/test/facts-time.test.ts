import { describe, expect, it } from '@jest/globals';
import { allow, decideOne, verdicts, type PolicyJson } from './build';
import { yes, no, asked, only, except, witness } from './facts';

describe('the time', () => {
  const now = '2026-11-30T18:00:00Z';
  const [current, epoch] = ['aws:CurrentTime', 'aws:EpochTime'];
  it.each<[string, readonly PolicyJson[], string, string]>([
    ['the past', only('DateLessThan', current, '2026-11-30T18:00:00Z'), yes, no],
    ['this moment', only('DateLessThanEquals', current, '2026-11-30T18:00:00Z'), yes, yes],
    ['the future', only('DateGreaterThan', current, '2027-01-01T00:00:00Z'), yes, yes],
    ['what has ended', except('DateLessThan', current, '2026-01-01T00:00:00Z'), yes, yes],
    ['what has begun', except('DateGreaterThan', current, '2026-01-01T00:00:00Z'), yes, no],
    ['in seconds', only('NumericLessThan', epoch, '1796061600'), yes, no],
    ['in seconds, later', only('NumericGreaterThan', epoch, '1796061600'), yes, yes],
    ['as a date of seconds', only('DateLessThan', epoch, '1796061600'), yes, no],
    ['another text than a moment', only('StringEquals', current, 'any-other-value'), no, no],
    ['a text of a moment', only('StringEquals', current, '2027-01-01T00:00:00Z'), yes, yes],
    ['a text of the past', only('StringEquals', current, '2025-01-01T00:00:00Z'), yes, no],
    ['some texts', only('StringLike', current, '2027-*'), yes, yes],
    [
      'both keys, apart',
      [
        allow({
          Condition: {
            DateLessThan: { [current]: '2027-01-01T00:00:00Z' },
            DateGreaterThan: { [epoch]: '2027-06-01T00:00:00Z' },
          },
        }),
      ],
      no,
      no,
    ],
    [
      'both keys, together',
      [
        allow({
          Condition: {
            DateLessThan: { [current]: '2027-06-01T00:00:00Z' },
            DateGreaterThan: { [epoch]: '2027-01-01T00:00:00Z' },
          },
        }),
      ],
      yes,
      yes,
    ],
    ['absence', only('Null', current, 'true'), no, no],
  ])('%s', (_, statements, anyTime, fromNow) => {
    expect([verdicts(asked(statements)), verdicts(asked(statements, { now }))]).toEqual([anyTime, fromNow]);
  });

  it('is the same in both keys of a witness', () => {
    const statements = [
      allow({
        Condition: { DateGreaterThan: { [current]: '2027-01-01T00:00:00Z' }, Null: { [epoch]: 'false' } },
      }),
    ];
    const found = witness(asked(statements, { now }));
    expect(Date.parse(String(found[current]))).toBe(Number(found[epoch]) * 1000);
    expect(Date.parse(String(found[current]))).toBeGreaterThan(Date.parse('2027-01-01T00:00:00Z'));
  });

  it('follows from the context', () => {
    const context = { [current]: '2027-01-01T00:00:00Z' };
    expect(verdicts(asked(only('NumericEquals', epoch, '1798761600'), { context }))).toBe(yes);
    expect(verdicts(asked(only('NumericLessThan', epoch, '1798761600'), { context }))).toBe(no);
  });

  it('that is no date is named', () => {
    expect(decideOne(asked([allow()], { now: 'yesterday' })).outside).toMatchObject({
      status: 'unknown',
      missing: ["now: 'yesterday' is not a date in ISO 8601"],
    });
  });
});
