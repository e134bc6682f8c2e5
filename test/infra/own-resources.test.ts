import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ownFunctions, ownResources } from '../../core/enforcement/own-resources';
import { authorizationDetails } from '../../core/slices/principals';
import { roles as generated } from '../../infra/generate';
import { isRecord } from '../../core/model/json';

const infra = path.join(__dirname, '../../infra');
const read = (file: string): unknown =>
  // CloudFormation's short intrinsic functions are parsed as plain text here.
  parse(readFileSync(path.join(infra, file), 'utf8'), { logLevel: 'error' });

interface Deployed {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
const resources = new Map<string, Deployed>([
  ...readdirSync(path.join(infra, 'cloudformation')).flatMap((file) =>
    Object.entries(
      (read(`cloudformation/${file}`) as { Resources?: Record<string, Deployed> }).Resources ?? {},
    ),
  ),
  ...Object.entries(generated.Resources as Readonly<Record<string, Deployed>>),
]);
const ofType = (type: string) => [...resources].filter(([, { Type }]) => Type === type);
const place = { account: '111122223333', region: 'us-east-1' };
/** The name that CloudFormation gives to a resource without a name in the template. */
const physical = (logicalId: string) => `palisade-prod-${logicalId}-1ABCDEFGHIJK`;

/** A value of the template with its references resolved. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (isRecord(value)) {
    if ('Fn::Sub' in value) return resolved(value['Fn::Sub']);
    // With every option on.
    if ('Fn::If' in value) return resolved((value['Fn::If'] as unknown[])[1]);
    if ('Fn::GetAtt' in value) return resolved((value['Fn::GetAtt'] as string[]).join('.'));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member)]));
  }
  if (typeof value !== 'string') return value;
  return value
    .replace(/^(\w+)\.Arn$/, '${$1.Arn}')
    .replace(/\$\{(\w+)\.Arn\}/g, (_, id: string) => {
      const service = resources.get(id)?.Type === 'AWS::DynamoDB::Table' ? 'dynamodb' : 'sqs';
      const name = service === 'dynamodb' ? `table/${physical(id)}` : physical(id);
      return `arn:aws:${service}:us-east-1:111122223333:${name}`;
    })
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::Region}', place.region)
    .replaceAll('${AWS::AccountId}', place.account);
}

describe("Palisade's own resources, as the template deploys them", () => {
  const roles = ofType('AWS::IAM::Role').map(
    ([, { Properties }]) => resolved(Properties) as Record<string, string>,
  );
  const details = authorizationDetails.parse({
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: roles.map(({ RoleName, Path, AssumeRolePolicyDocument, Policies }) => ({
      RoleName,
      Path,
      Arn: `arn:aws:iam::111122223333:role${Path ?? ''}${RoleName ?? ''}`,
      AssumeRolePolicyDocument,
      RolePolicyList: Policies,
    })),
  });
  const own = ownResources(details, place);
  const matches = (patterns: readonly string[] | undefined, arn: string): boolean =>
    patterns?.some((pattern) =>
      new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn),
    ) === true;

  it('are recognised by every role', () => {
    expect(details.RoleDetailList.length).toBeGreaterThan(3);
    for (const { Arn } of details.RoleDetailList)
      expect([Arn, matches(own?.roles, Arn)]).toEqual([Arn, true]);
  });

  it('are its functions', () => {
    expect([...ownFunctions].sort()).toEqual(Object.keys(read('functions.yml') as object).sort());
    expect(own?.functions).toContain(
      'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-on-change',
    );
  });

  it('are exactly its table, its queues, its settings and its switch, read from the policies of the roles', () => {
    const tables = ofType('AWS::DynamoDB::Table').map(
      ([id]) => `arn:aws:dynamodb:us-east-1:111122223333:table/${physical(id)}`,
    );
    const queues = ofType('AWS::SQS::Queue').map(
      ([id]) => `arn:aws:sqs:us-east-1:111122223333:${physical(id)}`,
    );
    expect(own?.ledger).toEqual(tables);
    expect(own?.queues).toEqual(queues.sort());
    expect(own?.settings).toEqual(
      ['settings', 'switch'].map((name) => `arn:aws:ssm:us-east-1:111122223333:parameter/palisade/${name}`),
    );
  });

  it.each([
    ['999900001111', []],
    ['111122223333', ['central-settings']],
  ])("central settings of account %s are its own only where they are this account's", (account, more) => {
    const Resource = `arn:aws:ssm:us-east-1:${account}:parameter/palisade/central-settings`;
    const RoleDetailList = details.RoleDetailList.map((role) => ({
      ...role,
      RolePolicyList: [
        ...(role.RolePolicyList ?? []),
        {
          PolicyName: 'central-settings',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['ssm:GetParameter'], Resource }] },
        },
      ],
    }));
    expect(ownResources({ RoleDetailList }, place)?.settings).toEqual(
      [...more, 'settings', 'switch'].map(
        (name) => `arn:aws:ssm:us-east-1:111122223333:parameter/palisade/${name}`,
      ),
    );
  });

  it('are its event rules and its stack', () => {
    const rules = ofType('AWS::Events::Rule');
    expect(rules.length).toBeGreaterThan(3);
    for (const [id, { Properties }] of rules) {
      expect(Properties).not.toHaveProperty('Name');
      expect(matches(own?.rules, `arn:aws:events:us-east-1:111122223333:rule/${physical(id)}`)).toBe(true);
    }
    expect(own?.stacks).toEqual(['arn:aws:cloudformation:us-east-1:111122223333:stack/palisade-prod/*']);
  });

  it('are none without a role', () => {
    expect(ownResources({ RoleDetailList: [] }, place)).toBeUndefined();
    expect(ownResources(details, { ...place, region: 'eu-west-1' })).toBeUndefined();
  });
});
