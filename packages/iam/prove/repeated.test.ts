import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedKey } from './repeated';

describe('a key that JSON text has twice', () => {
  it.each<[string, string | null]>([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"b":{"a":1}}', null],
    ['{"a":[{"b":1},{"b":1}],"c":"b"}', null],
    ['{"a":[1,{"b":{}},[{"c":1,"\\u0063":2}]]}', 'a.2.0.c'],
    ['{"a":{"b":1,"c":[],"b":[]}}', 'a.b'],
    ['{"a":{"b":1},"c":{"d":{},"e":"x","d":null}}', 'c.d'],
    ['[{"a":1},{"a":1,"b":"a","a":2}]', '1.a'],
    [' { "a" : "{" , "b" : "}" , "a" : 2 } ', 'a'],
    ['{"a":"\\"","b":"\\\\","a":2}', 'a'],
    ['{"a":["a","a",{"x":"a"}],"b":"a","A":1}', null],
    ['{"":1,"":2}', ''],
    ['"a"', null],
    ['7', null],
    ['[]', null],
    ['{}', null],
  ])('%s: %j', (text, path) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(repeatedKey(text)).toBe(path);
  });

  it('is not in what JSON.stringify writes, and is found wherever it is put', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (before, key, after) => {
        expect(repeatedKey(JSON.stringify({ before, after }, null, 1))).toBeNull();
        const twice = `${JSON.stringify(key)}: ${JSON.stringify(before)}, ${JSON.stringify(key)}: 1`;
        expect(repeatedKey(`[${JSON.stringify(after)}, {${twice}}]`)).toBe(`1.${key}`);
      }),
    );
  });
});
