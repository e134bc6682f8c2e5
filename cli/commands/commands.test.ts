import { describe, expect, it } from '@jest/globals';
import { programName } from '../program-name';
import { commandLine, pasteable } from '../output/commands';
import { wrap } from '../output/wrap';

const npx = { program: 'npx palisade' };
const run = { region: 'eu-central-1', profile: 'my work', settings: 'a.yml', stack: 'palisade-dev' };

describe('a command that is printed', () => {
  it.each<[string, readonly string[], object, string]>([
    ['undo', ['a/b'], {}, 'npx palisade undo a/b'],
    ['undo', ["it's *"], {}, String.raw`npx palisade undo 'it'\''s *'`],
    [
      'undo',
      ['a/b'],
      { ...run, from: 'export', queueUrl: 'https://q' },
      "npx palisade undo a/b --settings a.yml --profile 'my work' --region eu-central-1 --stack palisade-dev",
    ],
    [
      'scan',
      [],
      { ...run, from: 'e x' },
      "npx palisade scan --from 'e x' --settings a.yml --profile 'my work' --region eu-central-1",
    ],
    [
      'approve',
      ['a'],
      { table: 't', queueUrl: 'https://q' },
      'npx palisade approve a --table t --queue-url https://q',
    ],
  ])('%s %j with %j', (name, words, given, expected) => {
    expect(commandLine(npx, name, words, given)).toBe(expected);
  });

  it.each<[string, object, string]>([
    ['look at it (`palisade explain a/b`), then', {}, 'look at it (`npx palisade explain a/b`), then'],
    [
      'look (`palisade explain a`)',
      { region: 'eu-west-1' },
      'look (`npx palisade explain a --region eu-west-1`)',
    ],
    [
      'To take it back: palisade undo a',
      { ledger: 'l.json' },
      'To take it back: npx palisade undo a --ledger l.json',
    ],
    [
      '  palisade apply --rule r\nand',
      { region: 'eu-west-1' },
      '  npx palisade apply --rule r --region eu-west-1\nand',
    ],
    ['palisade uninstall --table t', { table: 'u' }, 'npx palisade uninstall --table t'],
    [
      'aws ec2 delete-route --route-table-id r',
      { profile: 'p' },
      'aws ec2 delete-route --route-table-id r --profile p',
    ],
    ['aws ssm x --region us-east-1', { region: 'eu-west-1' }, 'aws ssm x --region us-east-1'],
    [
      'See why (`aws cloudformation describe-stacks`), remove it: `npx serverless remove --region r` (or not).',
      { profile: 'my work' },
      "See why (`aws cloudformation describe-stacks --profile 'my work'`), remove it: `npx serverless remove --region r --aws-profile 'my work'` (or not).",
    ],
    [
      'again: npx serverless deploy --region r',
      { profile: 'p', region: 'r' },
      'again: npx serverless deploy --region r --aws-profile p',
    ],
    [
      'Do: palisade undo a (see `palisade audit a`)',
      { table: 't' },
      'Do: palisade undo a (see `npx palisade audit a --table t`)',
    ],
    ['Do: aws ssm x --name y. Then z', { profile: 'p' }, 'Do: aws ssm x --name y. Then z'],
    [
      'aws iam x --document \'{"a": 1, (b)}\'',
      { profile: 'p' },
      'aws iam x --document \'{"a": 1, (b)}\' --profile p',
    ],
    ['`palisade approve a --queue-url q`', { queueUrl: 'r' }, '`npx palisade approve a --queue-url q`'],
    [
      '`palisade doctor --central-settings a`',
      { centralSettings: 'b' },
      '`npx palisade doctor --central-settings a`',
    ],
    ['approved by palisade apply by ann', run, 'approved by palisade apply by ann'],
    ['the switch says palisade stop', run, 'the switch says palisade stop'],
  ])('in a text: %s, with %j', (text, given, expected) => {
    expect(pasteable(text, npx, given)).toBe(expected);
  });

  it('is not broken over lines, alone or in backticks', () => {
    const command = 'aws ec2 authorize-security-group-egress --group-id sg-0123456789 --ip-permissions x';
    expect(wrap(command, 40, '    ')).toBe(`    ${command}`);
    expect(wrap(`do this first: \`${command}\` and then deploy again`, 40, '  ')).toBe(
      `  do this first:\n  \`${command}\`\n  and then deploy again`,
    );
    expect(wrap('a ` is a character like any other one here', 20)).toBe(
      'a ` is a character\nlike any other one\nhere',
    );
  });
});

describe('the program', () => {
  it.each<[string, Parameters<typeof programName>[0]]>([
    ['npx palisade', { env: { npm_command: 'exec' }, script: '/x/node_modules/.bin/palisade', folder: '/x' }],
    ['palisade', { env: {}, script: '/usr/local/bin/palisade', folder: '/x' }],
    ['npx palisade', { env: {}, script: '/x/bin/palisade.mjs', folder: '/x' }],
    ['node x/bin/palisade.mjs', { env: {}, script: '/a/x/bin/palisade.mjs', folder: '/a' }],
    ["node '/a b/bin/palisade.mjs'", { env: {}, script: '/a b/bin/palisade.mjs', folder: '/c' }],
    ['palisade', { env: {}, script: undefined, folder: '/c' }],
  ])('is %s for %j', (name, started) => {
    expect(programName(started)).toBe(name);
  });
});
