import type { Parameter } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { declareParameters } from './core-template';
import { type DeclaredParameters, optionOf } from './declared';
import { givenOptions } from './given-options';
import { isDeploymentNeeded, parametersToSend, refuseStaleValues } from './parameters-to-send';
import { RefusedError } from './problem';

const declared: DeclaredParameters = {
  ConfigRules: { Type: 'String', AllowedValues: ['none', 'resources', 'all'], Default: 'none' },
  KmsKeyArn: {
    Type: 'String',
    Description: 'A key.',
    Default: '',
    AllowedPattern: '(arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+)?',
  },
  Tracing: { Type: 'String', AllowedValues: ['PassThrough', 'Active'], Default: 'PassThrough' },
};
const key = 'arn:aws:kms:eu-central-1:111122223333:key/1a2b';

/** The message of a refusal; `undefined` if nothing is refused. */
function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return error.message;
  }
}

describe('options given', () => {
  it('are the parameters of the template, in the spelling of the command line', () => {
    expect(Object.keys(declared).map(optionOf)).toEqual(['configRules', 'kmsKeyArn', 'tracing']);
    expect([...givenOptions(['configRules=all', `kmsKeyArn=${key}`], declared)]).toEqual([
      ['ConfigRules', 'all'],
      ['KmsKeyArn', key],
    ]);
  });

  it.each<[string, string[], [string, string][]]>([
    ['a default sets it back', ['configRules=none'], [['ConfigRules', 'none']]],
    ['empty is a value, where it is allowed', ['kmsKeyArn='], [['KmsKeyArn', '']]],
    ['spaces around do not count', [' tracing = Active '], [['Tracing', 'Active']]],
    ['none', [], []],
  ])('%s', (_, texts, expected) => {
    expect([...givenOptions(texts, declared)]).toEqual(expected);
  });

  it.each<[string[], string]>([
    [
      ['confgRules=none'],
      'There is no option confgRules; did you mean configRules?\nOptions are configRules, kmsKeyArn, tracing.',
    ],
    [
      ['ConfigRules=none'],
      'There is no option ConfigRules; did you mean configRules?\nOptions are configRules, kmsKeyArn, tracing.',
    ],
    [['verbose=yes'], 'There is no option verbose\nOptions are configRules, kmsKeyArn, tracing.'],
    [['tracing'], 'The option tracing was given without a value.\nWrite it as --param="tracing=VALUE".'],
    [['tracing=Active', 'tracing=PassThrough'], 'The option tracing was given twice.\nGive it once.'],
    [
      ['configRules=resource'],
      'The option configRules cannot be "resource".\nAllowed values: none, resources, all. Did you mean resources?',
    ],
    [['configRules='], 'The option configRules cannot be "".\nAllowed values: none, resources, all.'],
    [
      [`kmsKeyArn=my ${key}`],
      `The option kmsKeyArn cannot be "my ${key}".\nA key. It must match (arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+)?`,
    ],
    // A value with a valid beginning is not enough, because CloudFormation matches the pattern against the whole value.
    [
      ['kmsKeyArn=x'],
      'The option kmsKeyArn cannot be "x".\nA key. It must match (arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+)?',
    ],
  ])('%j: refused in one message', (texts, message) => {
    expect(refusal(() => givenOptions(texts, declared))).toBe(message);
  });
});

describe('parameters sent', () => {
  const given = new Map([['ConfigRules', 'all']]);
  const none: ReadonlyMap<string, string> = new Map();
  const value: Parameter = { ParameterKey: 'ConfigRules', ParameterValue: 'all' };
  const kept = (ParameterKey: string): Parameter => ({ ParameterKey, UsePreviousValue: true });
  const all = new Map([
    ['ConfigRules', 'none'],
    ['KmsKeyArn', ''],
    ['Tracing', 'Active'],
  ]);
  const some = new Map([['Tracing', 'Active']]);
  const foreign = new Map([['CodeBucket', 'b']]);

  it.each<[string, ReadonlyMap<string, string>, ReadonlyMap<string, string> | undefined, Parameter[]]>([
    ['create, nothing given: defaults', none, undefined, []],
    ['create, one given: that one', given, undefined, [value]],
    ['update, nothing given: all stay', none, all, [...all.keys()].map(kept)],
    ['update, one given: the others stay', given, all, [value, kept('KmsKeyArn'), kept('Tracing')]],
    ['update, nothing given, some are new: those get their default', none, some, [kept('Tracing')]],
    ['update, the new one is given', given, some, [value, kept('Tracing')]],
    ['update, what the stack has and the template does not is left out', none, foreign, []],
    ['update of a stack without any', given, none, [value]],
  ])('%s', (_, one, previous, expected) => {
    expect(parametersToSend(declared, one, previous)).toEqual(expected);
  });

  it('are declared in the template that the stack is created from, and change nothing else in it', () => {
    const core = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
    declareParameters(core, { Parameters: declared });
    expect(core).toEqual({ Resources: { Bucket: { Type: 'AWS::S3::Bucket' } }, Parameters: declared });
    const without = { Resources: {} };
    declareParameters(without, {});
    expect(without).toEqual({ Resources: {} });
  });

  it.each<[string, ReadonlyMap<string, string>, string, boolean]>([
    ['nothing given', none, 'UPDATE_COMPLETE', false],
    ['the same value given', new Map([['Tracing', 'Active']]), 'CREATE_COMPLETE', false],
    ['another value given', given, 'UPDATE_COMPLETE', true],
    ['a new parameter given', new Map([['New', '']]), 'UPDATE_COMPLETE', true],
    ['the last one was rolled back', none, 'UPDATE_ROLLBACK_COMPLETE', true],
    ['the last one failed and was not rolled back', none, 'UPDATE_FAILED', true],
  ])('make a deployment necessary or not: %s', (_, one, status, expected) => {
    expect(isDeploymentNeeded(one, all, status)).toBe(expected);
  });

  it('a kept value that is no longer allowed is refused, unless a new one is given', () => {
    const old = new Map([['ConfigRules', 'some']]);
    expect(
      refusal(() => {
        refuseStaleValues(declared, none, old);
      }),
    ).toBe(
      'The option configRules is "some" since an earlier deployment, which this version does not allow.\nAllowed values: none, resources, all. Deploy with --param="configRules=none".',
    );
    expect(
      refusal(() => {
        refuseStaleValues(declared, given, old);
      }),
    ).toBeUndefined();
    expect(
      refusal(() => {
        refuseStaleValues(declared, none, all);
      }),
    ).toBeUndefined();
  });
});
