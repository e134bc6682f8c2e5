import { describe, expect, it } from '@jest/globals';
import { readSeed } from '.';
import { parseSeed } from './seed';

describe('the text of a seed', () => {
  it.each([
    ['{', 'seed s: not JSON: '],
    ['{}', 'seed s: not a list of calls'],
    ['[7]', 'seed s: [0]: not an object'],
    ['[{}]', 'seed s: [0]: call is not a service and an operation, such as ec2:CreateVpc'],
    ['[{"call":"CreateVpc"}]', 'seed s: [0]: call is not a service and an operation'],
    ['[{"call":"ec2:CreateVpc","input":[]}]', 'seed s: [0] ec2:CreateVpc: input is not an object'],
    ['[{"call":"ec2:CreateVpc","as":"a.b"}]', 'seed s: [0] ec2:CreateVpc: as is not a name'],
    ['[{"call":"ec2:CreateVpc","as":"account"}]', 'seed s: [0] ec2:CreateVpc: the name account is taken'],
    [
      '[{"call":"ec2:CreateVpc","as":"a"},{"call":"ec2:CreateVpc","as":"a"}]',
      'seed s: [1] ec2:CreateVpc: the name a is taken',
    ],
    ['[{"call":"ec2:CreateVpc","inputs":{}}]', 'seed s: [0]: no field inputs is known'],
  ])('%s is refused: %s', (text, says) => {
    expect(() => parseSeed(text, 's')).toThrow(says);
  });

  it('is found by its name, or in a file', () => {
    expect(readSeed('empty')).toEqual([]);
    expect(() => readSeed('nowhere/x.json')).toThrow(/^seed nowhere\/x\.json: .*closed, empty, open$/);
  });
});
