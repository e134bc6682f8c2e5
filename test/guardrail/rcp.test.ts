import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { denyStrangers, proveStrangers } from '../../core/guardrail/deny-strangers';
import { keepSettings } from '../../core/guardrail/keep-settings';
import { documentOf } from '../../core/guardrail/formats';
import { writeGuardrail } from '../../core/guardrail/write';
import { createEngine } from '@palisade/iam';
import { parseSettings } from '../../core/settings';
import { rules } from '../../rules/registry';
import { casePlace, snapshotOf } from '../rules/given';
import { nonEmpty } from '../non-empty';

const organization = 'o-abcdefghij';
const written = (perimeter: object) =>
  writeGuardrail(
    { format: 'rcp', rootAccess: false, allAccounts: false },
    snapshotOf({}),
    parseSettings({ perimeter }, rules),
  );

describe('the resource control policy', () => {
  it('is proved, within its quota, and notes what it cannot do', () => {
    const result = written({ organization, accounts: ['444455556666'] });
    if (result.status === 'refused') throw new Error(result.because);
    const [document, ...more] = result.documents;
    expect(more).toEqual([]);
    expect(document?.name).toBe('PalisadeStrangers');
    expect(document?.size).toBeLessThanOrEqual(document?.quota ?? 0);
    expect(JSON.parse(document?.text ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [denyStrangers({ organization, accounts: ['444455556666'] })],
    });
    expect(nonEmpty(result.proof).filter(({ objection }) => objection !== undefined)).toEqual([]);
    expect(result.proof.map(({ says }) => says)).toContain(
      'not locked out: account 444455556666, which the settings name',
    );
    expect(result.notes[0]).toContain('SageMaker is not among the services');
  });

  it.each([
    ['without an organization', {}, /give perimeter\.organization/],
    [
      'for more accounts than fit',
      { organization, accounts: Array.from({ length: 400 }, (_, index) => String(100_000_000_000 + index)) },
      /characters, a resource control policy may have 5120 \(400 further accounts\)/,
    ],
  ])('is refused %s', (_, perimeter, because) => {
    expect(written(perimeter)).toEqual({ status: 'refused', because: expect.stringMatching(because) });
  });

  const settings = parseSettings({ perimeter: { organization, accounts: ['444455556666'] } }, rules);
  const right = denyStrangers({ organization, accounts: ['444455556666'] });
  const { StringNotEqualsIfExists: strings, ...others } = right.Condition;
  const wrong: readonly (readonly [string, object, number])[] = [
    ['denies nothing', { ...right, Action: ['sts:GetCallerIdentity'] }, 2],
    ['denies everybody', { ...right, Condition: {} }, 3],
    ['denies services too', { ...right, Condition: { StringNotEqualsIfExists: strings } }, 1],
    ['forgets the trusted account', denyStrangers({ organization, accounts: [] }), 1],
    [
      'asks for another organization',
      denyStrangers({ organization: 'o-bbbbbbbbbb', accounts: ['444455556666'] }),
      1,
    ],
    [
      'allows principals without an organization',
      {
        ...right,
        Condition: { ...others, StringNotEquals: strings, Null: { 'aws:PrincipalOrgID': 'false' } },
      },
      1,
    ],
    ['denies more than taking roles', { ...right, Action: ['sts:*'] }, 1],
  ];
  it.each(wrong)('is not proved if it %s', (_, statement, count) => {
    const checks = proveStrangers(documentOf([statement]), settings, casePlace);
    expect(checks.filter(({ objection }) => objection !== undefined)).toHaveLength(count);
  });
});

describe('who may change the settings', () => {
  const administrator = 'arn:aws:iam::111122223333:role/ops/palisade-admin';
  const everything = {
    label: 'everything',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };
  const may = (arn: string, action: string, parameter: string): boolean => {
    const document = documentOf([keepSettings(['arn:aws:iam::*:role/ops/palisade-admin'], 'aws')]);
    const answers = createEngine().decide({
      principal: { arn, tags: {} },
      policies: {
        identity: [everything],
        boundary: null,
        scps: [[everything, { label: 'ours', document }]],
        rcps: [],
      },
      actions: [action],
      resources: [`arn:aws:ssm:eu-central-1:111122223333:parameter${parameter}`],
      perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
    });
    const states = answers.flatMap(({ outside, inside, viaService }) => [outside, inside, viaService]);
    const reachable = states.map(({ status }) => status === 'reachable');
    expect(new Set(reachable).size).toBe(1);
    return reachable[0] === true;
  };
  const stackSets = 'arn:aws:iam::111122223333:role/stacksets-exec-0a1b2c3d4e5f';

  it.each<[string, string, string, boolean]>([
    ['arn:aws:iam::111122223333:role/scientist', 'ssm:PutParameter', '/palisade/settings', false],
    ['arn:aws:iam::111122223333:role/scientist', 'ssm:PutParameter', '/palisade/switch', false],
    ['arn:aws:iam::111122223333:user/root-like', 'ssm:DeleteParameter', '/palisade/settings', false],
    ['arn:aws:iam::111122223333:role/scientist', 'ssm:DeleteParameters', '/palisade/settings', false],
    ['arn:aws:iam::111122223333:role/scientist', 'ssm:GetParameter', '/palisade/settings', true],
    ['arn:aws:iam::111122223333:role/scientist', 'ssm:PutParameter', '/other/settings', true],
    [administrator, 'ssm:PutParameter', '/palisade/settings', true],
    [stackSets, 'ssm:DeleteParameter', '/palisade/switch', true],
    [`${administrator}-not`, 'ssm:PutParameter', '/palisade/settings', false],
  ])('%s, %s %s: %s', (arn, action, parameter, expected) => {
    expect(may(arn, action, parameter)).toBe(expected);
  });

  it('is nobody else, whatever their names', () => {
    const name = fc
      .stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
      .filter((one) => !one.startsWith('stacksets-exec-'));
    fc.assert(
      fc.property(name, fc.constantFrom('settings', 'switch', 'x/y'), (role, parameter) => {
        expect(
          may(`arn:aws:iam::111122223333:role/${role}`, 'ssm:PutParameter', `/palisade/${parameter}`),
        ).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
