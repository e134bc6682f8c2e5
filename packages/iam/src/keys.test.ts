import { describe, expect, it } from '@jest/globals';
import { isAlwaysPresent, isBoolean, isMultivalued, isTag, spelled } from './keys';
import { resourceKind, resourceQuery } from './resource';
import { decideOne, policy, allow, problem, set, when } from '../test/build';

/** AWS's spelling; whether the key is in every request, may have several values, is a boolean. */
const keys: readonly [string, boolean, boolean, boolean][] = [
  ['aws:CalledVia', false, true, false],
  ['aws:CalledViaFirst', false, false, false],
  ['aws:CalledViaLast', false, false, false],
  ['aws:CurrentTime', true, false, false],
  ['aws:EpochTime', true, false, false],
  ['aws:MultiFactorAuthAge', false, false, false],
  ['aws:MultiFactorAuthPresent', false, false, true],
  ['aws:PrincipalAccount', true, false, false],
  ['aws:PrincipalArn', true, false, false],
  ['aws:PrincipalIsAWSService', false, false, true],
  ['aws:PrincipalOrgID', false, false, false],
  ['aws:PrincipalOrgPaths', false, true, false],
  ['aws:PrincipalType', true, false, false],
  ['aws:RequestedRegion', true, false, false],
  ['aws:ResourceAccount', false, false, false],
  ['aws:ResourceOrgID', false, false, false],
  ['aws:SecureTransport', true, false, true],
  ['aws:SourceIp', false, false, false],
  ['aws:SourceVpc', false, false, false],
  ['aws:SourceVpce', false, false, false],
  ['aws:TagKeys', false, true, false],
  ['aws:TokenIssueTime', false, false, false],
  ['aws:userid', true, false, false],
  ['aws:ViaAWSService', true, false, true],
  ['aws:VpcSourceIp', false, false, false],
  ['aws:SourceVpcArn', false, false, false],
  ['aws:VpceAccount', false, false, false],
  ['aws:VpceOrgID', false, false, false],
  ['aws:VpceOrgPaths', false, true, false],
];

/** Keys whose spelling is the policy's. */
const others: readonly [string, boolean, boolean][] = [
  ['aws:principalservicenameslist', false, true],
  ['aws:resourceorgpaths', false, true],
  ['aws:sourceorgpaths', false, true],
  ['sagemaker:imagearns', false, true],
  ['sagemaker:imageversionarns', false, true],
  ['sagemaker:instancetypes', false, true],
  ['sagemaker:searchvisibilitycondition', false, true],
  ['sagemaker:vpcsecuritygroupids', false, true],
  ['sagemaker:vpcsubnets', false, true],
  ['sagemaker:rootaccess', false, false],
];

describe('condition keys', () => {
  it.each(keys)('%s: always present %s, several values %s, boolean %s', (name, always, several, boolean) => {
    const key = name.toLowerCase();
    expect([isAlwaysPresent(key), isMultivalued(key, false), isBoolean(key)]).toEqual([
      always,
      several,
      boolean,
    ]);
    expect(spelled(key, key)).toBe(name);
  });

  it.each(others)('%s: always present %s, several values %s', (key, always, several) => {
    expect([isAlwaysPresent(key), isMultivalued(key, false), isBoolean(key)]).toEqual([
      always,
      several,
      false,
    ]);
    expect(spelled(key, 'As:Written')).toBe('As:Written');
  });

  it.each([
    ['aws:requesttag/team', true],
    ['aws:resourcetag/team', true],
    ['aws:principaltag/team', true],
    ['sagemaker:resourcetag/team', true],
    ['ec2:resourcetag/a/b', true],
    ['aws:tagkeys', false],
    ['sagemaker:rootaccess', false],
    ['s3:x-tag', false],
    ['k', false],
  ])('%s is a tag: %s', (key, expected) => {
    expect(isTag(key)).toBe(expected);
  });

  it.each([
    ['a key of a service', 'sagemaker:anything', true],
    ['a tag has one value', 'sagemaker:resourcetag/team', false],
    ['a global key that has one value', 'aws:sourcevpc', false],
  ])('tested with a set operator: %s', (_, key, expected) => {
    expect(isMultivalued(key, true)).toBe(expected);
    expect(isMultivalued(key, false)).toBe(false);
  });

  it('are shown as AWS spells them, and others as the policy does', () => {
    const { outside } = decideOne(
      problem(
        set([
          policy(
            allow({
              Condition: {
                StringEquals: { 'AWS:REQUESTEDREGION': 'us-east-1', 'sagemaker:RootAccess': 'Disabled' },
              },
            }),
          ),
        ]),
      ),
    );
    expect(outside.status === 'reachable' && outside.witness.context).toMatchObject({
      'aws:RequestedRegion': 'us-east-1',
      'sagemaker:RootAccess': 'Disabled',
    });
  });

  it('allows an empty tag, but no empty value of a service key', () => {
    const empty = policy(allow(when('StringEquals', 'aws:RequestTag/team', '')));
    expect(decideOne(problem(set([empty]))).outside.status).toBe('reachable');
  });
});

describe('what an action acts on', () => {
  const home = { partition: 'aws', account: '111122223333' };

  it.each([
    ['createpresignednotebookinstanceurl', 'notebook-instance/{name}', 'notebook-instance/x'],
    ['deletenotebookinstance', 'notebook-instance/{name}', 'notebook-instance/x'],
    ['createpresigneddomainurl', 'user-profile/{domain}/{name}', 'user-profile/d-xxxxxxxxxxxx/x'],
    ['describedomain', 'domain/{domain}', 'domain/d-xxxxxxxxxxxx'],
    ['startsession', 'space/{domain}/{name}', 'space/d-xxxxxxxxxxxx/x'],
    ['createpresignedmlflowtrackingserverurl', 'mlflow-tracking-server/{name}', 'mlflow-tracking-server/x'],
    ['createpresignedmlflowappurl', 'mlflow-app/{app}', 'mlflow-app/app-0123456789AB'],
    ['callmlflowappapi', 'mlflow-app/{app}', 'mlflow-app/app-0123456789AB'],
    ['createpartnerapppresignedurl', 'partner-app/{app}', 'partner-app/app-0123456789AB'],
    ['createmodel', 'model/{any}', 'model/x'],
  ])('sagemaker:%s acts on %s', (name, kind, example) => {
    const asked = resourceQuery('*', `sagemaker:${name}`, home);
    expect(asked.prefer).toEqual([`arn:aws:sagemaker:us-east-1:111122223333:${example}`]);
    expect(resourceKind(`sagemaker:${name}`)).toBe(kind);
  });

  it.each([
    ['an action that is not known', 'sagemaker:createnothing', 'anything', ['*']],
    ['an action of a service that is not known', 'nothing:startsession', 'nothing anything', ['*']],
    ['an action of IAM', 'iam:createrole', 'iam role!', [`arn:aws:iam::${home.account}:role/example`, '*']],
    ['an action without resource types', 'sagemaker:listdomains', 'nothing', ['*']],
  ])('%s', (_, action, kind, examples) => {
    expect(resourceQuery('*', action, home).prefer).toEqual(examples);
    expect(resourceKind(action)).toBe(kind);
  });

  it('is in the partition of the principal', () => {
    const exampleIn = (partition: string) =>
      resourceQuery('*', 'sagemaker:describedomain', { ...home, partition }).prefer;
    const name = '111122223333:domain/d-xxxxxxxxxxxx';
    expect(exampleIn('aws-cn')).toEqual([`arn:aws-cn:sagemaker:cn-north-1:${name}`]);
    expect(exampleIn('aws-us-gov')).toEqual([`arn:aws-us-gov:sagemaker:us-gov-west-1:${name}`]);
    expect(exampleIn('aws-eusc')).toEqual([`arn:aws-eusc:sagemaker:eusc-de-east-1:${name}`]);
  });
});
