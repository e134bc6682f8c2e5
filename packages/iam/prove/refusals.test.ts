import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import { answerLine } from './answer';
import { allowAll, base, lineError, linesOf } from './testing';

const arn = (service: string, name: string) => `arn:aws:${service}::111122223333:${name}`;
const document = 'a policy document is expected: an object, or its JSON text';

describe('prove refuses by name and path', () => {
  it.each<[Record<string, unknown>, string]>([
    // Fields.
    [{ contxt: {} }, 'Unrecognized key: "contxt"'],
    [{ principal: { ...base.principal, session: 'x' } }, 'principal: Unrecognized key: "session"'],
    [{ perimeter: { ...base.perimeter, cidr: [] } }, 'perimeter: Unrecognized key: "cidr"'],
    [{ before: { identity: [], scp: [] } }, 'before: Unrecognized key: "scp"'],
    [{ before: {} }, 'before.identity: '],
    [{ before: null }, 'before: '],
    [{ id: null }, 'id: '],
    [{ perimeter: undefined }, 'perimeter: '],
    // Actions.
    [{ actions: [] }, 'actions: nothing is asked: an empty list'],
    [{ actions: ['sagemaker'] }, "actions.0: 'sagemaker' is not the name of one action"],
    [{ actions: [...base.actions, 'sagemaker:*'] }, "actions.1: 'sagemaker:*' is not"],
    [{ actions: ['*'] }, "actions.0: '*' is not"],
    [{ actions: ['sagemaker:CreateAp?'] }, "actions.0: 'sagemaker:CreateAp?' is not"],
    [{ actions: [' sagemaker:CreateApp'] }, "actions.0: ' sagemaker:CreateApp' is not"],
    [{ actions: ['sagemaker:CreateApp '] }, "actions.0: 'sagemaker:CreateApp ' is not"],
    [{ actions: ['a:b:c'] }, "actions.0: 'a:b:c' is not"],
    [{ actions: ['sagemakr:CreateApp'] }, "'sagemakr:CreateApp' is of no service that is known: 'sagemakr'"],
    [{ actions: ['sagemakers:CreateApp'] }, 'is of no service that is known'],
    [{ actions: [''] }, "actions.0: '' is not"],
    [{ actions: [7] }, 'actions.0: '],
    [{ actions: 'sagemaker:CreateApp' }, 'actions: '],
    // Resources.
    [{ resources: [] }, 'resources: nothing is asked: an empty list'],
    [{ resources: ['notebook-instance/*'] }, "resources.0: 'notebook-instance/*' is neither '*' nor an ARN"],
    [{ resources: ['arn:aws:sagemaker:*'] }, "resources.0: 'arn:aws:sagemaker:*' is neither"],
    [{ resources: ['arn:*'] }, "resources.0: 'arn:*' is neither"],
    [{ resources: [''] }, "resources.0: '' is neither"],
    [{ resources: ['arn:aws::us-east-1:111122223333:domain/x'] }, 'resources.0: '],
    [{ resources: ['arn:aws:s3::: b'] }, "resources.0: 'arn:aws:s3::: b' has white space"],
    [{ resources: ['arn:aws:s3:::${aws:username}'] }, 'has a variable, which only policies may have'],
    [{ resources: ['arn:AWS:s3:::b'] }, "names no partition: 'AWS'"],
    [{ resources: ['arn:aws:sagemaker:us-east-1:1111:domain/x'] }, "names no account: '1111'"],
    [
      { resources: ['arn:aws-cn:s3:::b'] },
      "resources.0: 'arn:aws-cn:s3:::b' is not in the principal's partition, aws",
    ],
    // The principal.
    [{ principal: { arn: '' } }, "principal.arn: '' is not the ARN of an IAM user or role"],
    [{ principal: { arn: '*' } }, "principal.arn: '*' is not"],
    [{ principal: { arn: arn('iam', 'role/*') } }, 'principal.arn: '],
    [{ principal: { arn: arn('iam', 'role/a b') } }, 'principal.arn: '],
    [{ principal: { arn: arn('iam', 'role/team/') } }, 'principal.arn: '],
    [{ principal: { arn: arn('iam', 'group/g') } }, 'principal.arn: '],
    [{ principal: { arn: 'arn:aws:iam::1:role/ds' } }, 'principal.arn: '],
    [{ principal: { arn: arn('iam', 'root') } }, 'what the root user may do is not decided'],
    [{ principal: { arn: arn('sts', 'assumed-role/ds/me') } }, "but of a session: give the role's"],
    [{ principal: { ...base.principal, tags: { team: 7 } } }, 'principal.tags.team: '],
    [{ principal: { ...base.principal, tags: { '': 'x' } } }, 'principal.tags: a tag has no key'],
    [{ principal: { ...base.principal, tags: { team: 'a', Team: 'b' } } }, 'Team is the same key as team'],
    [{ principal: { ...base.principal, sessionTags: true } }, 'principal.sessionTags: '],
    [{ principal: { ...base.principal, sessionTags: 'all' } }, 'principal.sessionTags: '],
    [{ principal: { ...base.principal, id: 'x' } }, "principal.id: 'x' is not the unique id"],
    [{ principal: { ...base.principal, id: 'AIDAEXAMPLE' } }, "principal.id: 'AIDAEXAMPLE' is not the id of"],
    // The perimeter.
    [{ perimeter: { vpcs: ['vpce-1'] } }, "perimeter.vpcs.0: 'vpce-1' is not the id of a VPC"],
    [{ perimeter: { vpcs: ['vpc-my-net'] } }, "perimeter.vpcs.0: 'vpc-my-net' is not"],
    [{ perimeter: { vpcs: ['VPC-1'] } }, "perimeter.vpcs.0: 'VPC-1' is not"],
    [{ perimeter: { vpcs: ['vpc-*'] } }, "perimeter.vpcs.0: 'vpc-*' is not"],
    [
      { perimeter: { vpcEndpoints: ['vpc-1'] } },
      "perimeter.vpcEndpoints.0: 'vpc-1' is not the id of a VPC endpoint",
    ],
    [
      { perimeter: { endpointVpc: { 'vpc-1': 'vpc-1' } } },
      'perimeter.endpointVpc.vpc-1: is not the id of a VPC endpoint',
    ],
    [
      { perimeter: { endpointVpc: { 'vpce-1': 'vpce-1' } } },
      "perimeter.endpointVpc.vpce-1: 'vpce-1' is not the id of a VPC",
    ],
    [
      { perimeter: { cidrs: ['10.0.0.0/33'] } },
      "perimeter.cidrs.0: '10.0.0.0/33' is not an IP address or CIDR block",
    ],
    [{ perimeter: { endpointOwnerKeys: 'true' } }, 'perimeter.endpointOwnerKeys: '],
    // The policies.
    [{ identity: [null] }, `identity.0: ${document}`],
    [{ identity: [allowAll, 7] }, `identity.1: ${document}`],
    [{ identity: [[allowAll]] }, `identity.0: ${document}`],
    [{ identity: allowAll }, 'identity: '],
    [{ boundary: [] }, `boundary: ${document}`],
    [{ boundary: false }, `boundary: ${document}`],
    [{ scps: [allowAll] }, 'scps.0: '],
    [{ scps: null }, 'scps: '],
    [{ scps: [[null]] }, `scps.0.0: ${document}`],
    [{ rcps: [[], [true]] }, `rcps.1.0: ${document}`],
    [{ before: { identity: [0] } }, `before.identity.0: ${document}`],
    // The time.
    [{ now: 'today' }, "now: 'today' is not an ISO 8601 date"],
    [{ now: '1767225600' }, "now: '1767225600' is not"],
    [{ now: 1767225600 }, 'now: '],
  ])('%j: %s', async (more, expected) => {
    expect(await lineError({ ...base, ...more })).toContain(expected);
  });

  it('names several things at once', async () => {
    const error = await lineError({ ...base, actions: [], resources: [], scp: [] });
    expect(error).toMatch(/actions: .*; resources: .*; Unrecognized key: "scp"/);
  });

  it('the key that an object has twice', () => {
    const line = `{"id":"1","actions":[],${JSON.stringify({ ...base, id: undefined }).slice(1)}`;
    expect(JSON.parse(answerLine(line, createEngine()))).toEqual({
      id: '1',
      error: 'actions: is given twice',
    });
  });

  it('the key that a policy in JSON text has twice', async () => {
    const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny"}]}';
    const expected = '.Statement.0.Effect: is given twice';
    expect(await lineError({ ...base, identity: [allowAll, text] })).toBe(`identity[1]${expected}`);
    expect(await lineError({ ...base, boundary: encodeURIComponent(text) })).toBe(`boundary${expected}`);
    expect(await lineError({ ...base, before: { identity: [], rcps: [[text]] } })).toBe(
      `before.rcps[0][0]${expected}`,
    );
  });

  it('and goes on', async () => {
    const lines = await linesOf([{ ...base, actions: [] }, base]);
    expect(lines.map((line) => Object.keys(line))).toEqual([
      ['id', 'error'],
      ['id', 'answers'],
    ]);
  });
});

describe('prove takes', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'every new field',
      {
        principal: { arn: arn('iam', 'role/ds'), sessionTags: 'free', id: 'AROAEXAMPLE' },
        now: '2026-11-30',
      },
    ],
    ['a user in a path', { principal: { arn: arn('iam', 'user/a/b!/eve@example.org'), id: 'AIDAEXAMPLE' } }],
    ['a policy that the engine has to name', { identity: ['{', '[]', { Statement: 7 }] }],
    ['no id and no list of levels', { id: undefined, boundary: undefined }],
    [
      'patterns in every part',
      { resources: ['*', 'arn:*:*:*:*:*', 'arn:aws:s3:::b*', 'arn:aws:sagemaker:us-*:1111*:app/*'] },
    ],
    ['what AWS owns', { resources: ['arn:aws:sagemaker:us-east-1:aws:hub/SageMakerPublicHub'] }],
    ['owner keys of endpoints', { perimeter: { ...base.perimeter, endpointOwnerKeys: true } }],
    ['an empty perimeter', { perimeter: {} }],
    [
      'actions of any service',
      {
        actions: [
          'S3:getobject',
          'sagemaker-mlflow:AccessUI',
          'datazone:GetDomain',
          'sagemaker-next:X',
          'sts:TagSession',
        ],
      },
    ],
  ])('%s', async (_, more) => {
    expect(await lineError({ ...base, ...more })).toBeNull();
  });
});
