import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { command } from '../../core/text/command';
import { awsProblem } from './aws-command';
import { commandsIn, shellWords, strayMentions, textOfHtml } from './collect';

describe('the commands in a text', () => {
  it('are found on a line of their own, after a label, and in backticks', () => {
    const text = [
      'Next: palisade plan --from export',
      '    \u001b[1mnpx palisade explain a/b/c\u001b[22m',
      'look at it first (`palisade explain x`), or run `palisade undo y` again.',
      'aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0',
      'approved by palisade apply by ann',
      'palisade: not undone',
    ].join('\n');
    expect(commandsIn(text)).toEqual([
      'palisade plan --from export',
      'npx palisade explain a/b/c',
      'palisade explain x',
      'palisade undo y',
      'aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0',
    ]);
    expect(strayMentions(text)).toEqual([]);
  });

  it.each([
    'palisade undo takes it back',
    'it says so; palisade scan shows the ids',
    'first: aws ssm x, then y',
  ])('are not found in the middle of a sentence: %s', (text) => {
    const isCommand = commandsIn(`So ${text} now`).length > 0;
    expect(isCommand || strayMentions(`So ${text} now`).length > 0).toBe(true);
  });

  it('are found in the visible text of a page', () => {
    expect(commandsIn(textOfHtml('<p>Then</p><pre>palisade apply --resource &#39;a b&#39;</pre>'))).toEqual([
      "palisade apply --resource 'a b'",
    ]);
  });
});

describe('a shell', () => {
  it('gets every word unchanged, with any characters in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 4 }), (words) => {
        expect(shellWords(command('undo', ...words))).toEqual(['palisade', 'undo', ...words]);
      }),
    );
  });

  it.each(['palisade undo a*', 'palisade undo $(x)', "palisade undo 'a", 'palisade undo a;b'])(
    'would interpret %s',
    (text) => {
      expect(() => shellWords(text)).toThrow(SyntaxError);
    },
  );
});

describe('the AWS CLI', () => {
  it.each([
    ['aws ssm put-parameter --name /palisade/switch --value off --overwrite --region eu-west-1', undefined],
    ['aws securityhub enable-security-hub --no-enable-default-standards', undefined],
    ['aws ec2 create-route --route-table-id r --destination-cidr-block c --nat-gateway-id n', undefined],
    ['aws cloudformation deploy --stack-name s --template-file f --parameter-overrides A=b', undefined],
    ['aws ssm put-parameter --name x', 'Value is required'],
    ['aws ssm put-parameters --name x', 'ssm has no operation put-parameters'],
    ['aws ec2 create-route --route-table-id r --nat-gateway n', 'there is no --nat-gateway'],
    ['aws sms send --to x', 'no service sms'],
  ])('%s: %s', (text, problem) => {
    expect(awsProblem(shellWords(text))).toBe(problem);
  });
});
