import { describe, expect, it } from '@jest/globals';
import { allowAll, answerOf, base, denyWhen } from './testing';

const guard = denyWhen({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } });
const inside = denyWhen({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } });
const vpcArn = (vpc: string) => `arn:aws:ec2:us-east-1:111122223333:vpc/${vpc}`;

async function zones(more: Record<string, unknown>): Promise<string> {
  const answer = await answerOf({ ...base, ...more });
  const letters: Readonly<Record<string, string>> = { reachable: 'yes', unreachable: 'no', unknown: '?' };
  return ['outside', 'inside', 'viaService'].map((zone) => letters[String(answer[zone])]).join(' ');
}

describe('a zone that the context leaves without a request is not called unreachable', () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, 'yes yes yes'],
    // Through an endpoint only.
    [{ 'aws:SourceVpc': 'vpc-1' }, '? yes ?'],
    [{ 'aws:SourceVpc': ['vpc-1'] }, '? yes ?'],
    [{ 'aws:SourceVpc': 'vpc-9' }, 'yes ? ?'],
    [{ 'aws:SourceVpce': 'vpce-1' }, '? yes ?'],
    [{ 'aws:SourceVpce': 'vpce-9' }, 'yes yes ?'],
    [{ 'aws:SourceVpce': 'vpce-9', 'aws:SourceVpc': 'vpc-9' }, 'yes ? ?'],
    [{ 'aws:VpcSourceIp': '10.0.0.1' }, 'yes yes ?'],
    [{ 'aws:VpceAccount': '111122223333' }, 'yes yes ?'],
    [{ 'aws:VpceOrgID': 'o-a1b2c3d4e5' }, 'yes yes ?'],
    [{ 'aws:VpceOrgID': ['o-a1b2c3d4e5'] }, 'yes yes ?'],
    [{ 'aws:VpceOrgPaths': ['o-a1b2c3d4e5/r-ab12/'] }, 'yes yes ?'],
    [{ 'aws:VpceOrgPaths': 'o-a1b2c3d4e5/r-ab12/', 'aws:VpceAccount': '111122223333' }, 'yes yes ?'],
    [{ 'aws:SourceVpcArn': vpcArn('vpc-1') }, '? yes ?'],
    [{ 'aws:SourceVpcArn': vpcArn('vpc-9'), 'aws:VpceOrgID': 'o-a1b2c3d4e5' }, 'yes ? ?'],
    // Over the internet, or forwarded.
    [{ 'aws:SourceIp': '203.0.113.7' }, 'yes ? yes'],
    [{ 'aws:SourceIp': ['198.51.100.7'] }, '? yes yes'],
    [{ 'aws:SourceVpc': [] }, 'yes yes yes'],
    [{ 'aws:VpceOrgID': [], 'aws:VpceAccount': [] }, 'yes yes yes'],
    [{ 'aws:SourceIp': [] }, 'yes yes yes'],
    [{ 'aws:ViaAWSService': 'true' }, '? ? yes'],
    [{ 'aws:ViaAWSService': ['false'] }, 'yes yes ?'],
    [{ 'aws:CalledVia': 'athena.amazonaws.com' }, '? ? yes'],
    [{ 'aws:CalledVia': [] }, 'yes yes yes'],
    // Whatever the origin.
    [
      { 'aws:SourceIdentity': 'me', 'aws:FederatedProvider': 'x', 'sts:RoleSessionName': 'me' },
      'yes yes yes',
    ],
    [{ 'saml:sub': 'x', 'aws:PrincipalTag/team': 'ml', 'aws:AssumedRoot': 'true' }, 'yes yes yes'],
    [
      {
        'identitystore:UserId': 'x',
        'ec2:SourceInstanceARN': 'x',
        'aws:SignInSessionArn': 'arn:aws:signin:us-east-1:111122223333:session/x',
      },
      'yes yes yes',
    ],
    [{ 'aws:SomethingNew': 'x', 'sagemaker:SomethingNew': ['x', 'y'] }, 'yes yes yes'],
  ])('%j: %s', async (context, expected) => {
    expect(await zones({ context })).toBe(expected);
  });

  it('says why', async () => {
    const reasons = async (context: Record<string, string>) =>
      (await answerOf({ ...base, context }))['missing'];
    expect(await reasons({ 'aws:SourceIp': '203.0.113.7' })).toEqual([
      "the context fixes aws:SourceIp, which no request through a VPC endpoint has; the context fixes aws:SourceIp as '203.0.113.7', which no request from inside has",
    ]);
    expect(await reasons({ 'aws:VpceOrgID': 'o-a1b2c3d4e5' })).toEqual([
      'the context fixes aws:VpceOrgID, which no request that an AWS service forwards has',
    ]);
    expect(await answerOf({ ...base, context: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } })).toMatchObject({
      because: expect.stringContaining(
        'Via a service: Not decided: there is no such request, because the context',
      ),
    });
  });

  it('shows a witness with all keys that are given', async () => {
    const context = {
      'AWS:vpceorgid': ['o-a1b2c3d4e5'],
      'aws:SourceIdentity': 'me',
      'aws:MultiFactorAuthAge': [],
    };
    const found = await answerOf({
      ...base,
      identity: [allowAll, inside],
      context,
      before: { identity: [allowAll] },
    });
    const keys = { 'aws:VpceOrgID': 'o-a1b2c3d4e5', 'aws:SourceIdentity': 'me' };
    expect(found).toMatchObject({ witness: { context: keys } });
    expect(await answerOf({ ...base, context })).toMatchObject({ insideWitness: { context: keys } });
    expect(found['lockoutWitness']).toMatchObject({ context: { ...keys, 'aws:SourceVpc': 'vpc-1' } });
    expect(found['witness']).not.toHaveProperty(['context', 'aws:MultiFactorAuthAge']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no policy allows anything', { identity: [] }, 'no no no'],
    ['a Deny closes the outside anyway', { identity: [allowAll, guard] }, 'no yes no'],
    ['a Deny closes the inside', { identity: [allowAll, inside] }, '? no ?'],
    ['the perimeter is empty', { perimeter: {} }, 'yes no ?'],
  ])('unless it is without the context: %s', async (_, more, expected) => {
    expect(await zones({ ...more, context: { 'aws:SourceVpc': 'vpc-1' } })).toBe(expected);
  });

  it('even where the key is tested', async () => {
    const owned = denyWhen({ StringNotEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } });
    const one = (context: Record<string, unknown>) => zones({ identity: [allowAll, owned], context });
    expect(await one({})).toBe('no no no');
    expect(await one({ 'aws:VpceOrgID': 'o-a1b2c3d4e5' })).toBe('yes yes no');
    expect(await one({ 'aws:VpceOrgID': 'o-f1e2d3c4b5' })).toBe('no no no');
    expect(await one({ 'aws:VpceAccount': '111122223333' })).toBe('yes yes no');
    const { witness } = await answerOf({
      ...base,
      identity: [allowAll, owned],
      context: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' },
    });
    expect(witness).toMatchObject({
      context: { 'aws:VpceOrgID': 'o-a1b2c3d4e5', 'aws:SourceVpce': expect.stringMatching(/^vpce-/) },
    });
  });
});

describe('a lockout is not "none" because of the form or kind of a key', () => {
  const lockout = async (context: Record<string, unknown>, identity = [allowAll, inside]) =>
    (await answerOf({ ...base, identity, context, before: { identity: [allowAll] } }))['lockout'];

  it.each<[Record<string, unknown>, string]>([
    [{}, 'some'],
    [{ 'aws:SourceVpc': 'vpc-1' }, 'some'],
    [{ 'aws:SourceVpc': ['vpc-1'] }, 'some'],
    [{ 'aws:SourceVpce': ['vpce-1'] }, 'some'],
    [{ 'aws:VpceOrgID': 'o-a1b2c3d4e5' }, 'some'],
    [{ 'aws:VpceAccount': ['111122223333'] }, 'some'],
    [{ 'aws:SourceVpcArn': [vpcArn('vpc-1')] }, 'some'],
    [{ 'aws:ViaAWSService': ['false'], 'aws:SecureTransport': ['true'] }, 'some'],
    // The corporate addresses are inside too, and keep their access.
    [{ 'aws:SourceIp': ['198.51.100.7'] }, 'none'],
    [{ 'aws:SourceIp': '203.0.113.7' }, 'unknown'],
    [{ 'aws:ViaAWSService': 'true' }, 'unknown'],
    [{ 'aws:CalledVia': ['athena.amazonaws.com'] }, 'unknown'],
  ])('%j: %s', async (context, expected) => {
    expect(await lockout(context)).toBe(expected);
  });

  it('of an address in a list of one', async () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } };
    expect(await lockout({ 'aws:SourceIp': ['198.51.100.7'] }, [allowAll, denyWhen(Condition)])).toBe('some');
  });

  it('and is "none" where it is without the context', async () => {
    expect(await lockout({ 'aws:SourceIp': '203.0.113.7' }, [allowAll])).toBe('none');
    expect(await lockout({ 'aws:ViaAWSService': 'true' }, [allowAll, guard])).toBe('unknown');
  });
});
