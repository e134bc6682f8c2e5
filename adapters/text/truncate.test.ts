import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truncate, truncateLines } from './truncate';

describe('truncate', () => {
  it.each([
    ['short enough', 12, 'short enough'],
    ['one two three', 12, 'one two…'],
    ['one two three', 8, 'one two…'],
    ['one twothree', 8, 'one two…'],
    ['abcdefghij', 5, 'abcd…'],
    ['ab 😀😀😀', 5, 'ab…'],
    ['a😀😀', 3, 'a…'],
    ['', 5, ''],
  ])('%j in %d is %j', (text, max, expected) => {
    expect(truncate(text, max)).toBe(expected);
  });

  it('never exceeds the limit, keeps what fits, and leaves no lone surrogate', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 40 }), (text, max) => {
        const short = truncate(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        if (text.length <= max) expect(short).toBe(text);
        else expect(short.endsWith('…')).toBe(true);
        expect(Buffer.from(short).toString()).toBe(short);
      }),
    );
  });
});

describe('truncateLines', () => {
  it.each([
    ['one\ntwo', 7, 'one\ntwo'],
    ['one\ntwo\nthree', 11, 'one\n… cut'],
    ['onetwothree', 10, 'on\n… cut'],
    ['ää\nää\nää', 13, 'ää\n… cut'],
  ])('%j in %d bytes is %j', (text, max, expected) => {
    expect(truncateLines(text, max, '… cut')).toBe(expected);
  });

  it('never exceeds the limit in bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 10, max: 60 }), (text, max) => {
        const short = truncateLines(text, max, 'cut');
        expect(Buffer.byteLength(short)).toBeLessThanOrEqual(max);
        expect(short).not.toContain('\uFFFD');
      }),
    );
  });
});
