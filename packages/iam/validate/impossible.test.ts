import { describe, expect, it } from '@jest/globals';
import { reasonsAgainst, type GivenFacts, impossible, type ShownRequest } from './index';

const account = '111122223333';
const facts: GivenFacts = {
  principal: {
    arn: `arn:aws:iam::${account}:role/ds`,
    tags: { team: 'ml' },
    sessionTags: 'free',
    id: 'AROAEXAMPLEEXAMPLE123',
  },
  perimeter: {
    vpcs: ['vpc-1'],
    vpcEndpoints: ['vpce-1'],
    cidrs: ['198.51.100.0/24', '10.9.0.0/16'],
    endpointVpc: { 'vpce-1': 'vpc-1' },
  },
  now: '2026-11-30T18:00:00Z',
};
const sagemaker = (rest: string, region = 'us-east-1') => `arn:aws:sagemaker:${region}:${account}:${rest}`;
const presign = 'sagemaker:CreatePresignedNotebookInstanceUrl';
const publicIp = { 'aws:SourceIp': '203.0.113.9' };
const route = {
  'aws:SourceVpc': 'vpc-0a1b2c3d4e5f60718',
  'aws:SourceVpce': 'vpce-0f1e2d3c4b5a69788',
  'aws:VpcSourceIp': '10.0.0.10',
};
const forwarded = { 'aws:ViaAWSService': 'true' };

type Context = ShownRequest['context'];
type Row = readonly [
  title: string,
  bad: ShownRequest,
  because: RegExp,
  good: ShownRequest,
  facts?: Partial<GivenFacts>,
];

const on = (action: string, resource: string, context: Context = publicIp): ShownRequest => ({
  action,
  resource,
  context,
});
const notebook = (context: Context) => on(presign, sagemaker('notebook-instance/nb'), context);
const withKeys = (context: Context) => notebook({ ...publicIp, ...context });
const user = { principal: { arn: `arn:aws:iam::${account}:user/people/ana`, id: 'AIDAEXAMPLEEXAMPLE123' } };

const resources: readonly Row[] = [
  [
    'an action that AWS does not have',
    on('sagemaker:CreatePresignedNotebookUrl', sagemaker('notebook-instance/nb')),
    /no action sagemaker:CreatePresignedNotebookUrl/,
    on('sagemaker:createpresignednotebookinstanceurl', sagemaker('notebook-instance/nb')),
  ],
  [
    'an action with a wildcard',
    on('sagemaker:Create*', '*'),
    /not the name of an action/,
    on('sagemaker:ListDomains', '*'),
  ],
  [
    'a user profile without its domain',
    on('sagemaker:CreatePresignedDomainUrl', sagemaker('user-profile/x')),
    /user-profile\/x' is not one of what the action acts on: .*user-profile\/\{DomainId\}\/\{UserProfileName\}/,
    on('sagemaker:CreatePresignedDomainUrl', sagemaker('user-profile/d-abc123def456/x')),
  ],
  [
    'a domain id that does not begin with d-',
    on('sagemaker:CreatePresignedDomainUrl', sagemaker('user-profile/x/y')),
    /not one of what/,
    on('sagemaker:CreatePresignedDomainUrl', sagemaker('user-profile/d-x/y')),
  ],
  [
    'a space with a part too many',
    on('sagemaker:StartSession', sagemaker('space/d-abc/one/two')),
    /not one of what/,
    on('sagemaker:StartSession', sagemaker('space/d-abc/one')),
  ],
  [
    'a resource of another type than the action has',
    on('sagemaker:CreatePresignedDomainUrl', sagemaker('domain/d-abc')),
    /not one of what/,
    on('sagemaker:DescribeDomain', sagemaker('domain/d-abc')),
  ],
  [
    'an ARN where the action has no resource types',
    on('sagemaker:ListNotebookInstances', sagemaker('notebook-instance/nb')),
    /has no resource types/,
    on('sagemaker:ListNotebookInstances', '*'),
  ],
  [
    'an ARN for the portal of DataZone',
    on('datazone:GetIamPortalLoginUrl', `arn:aws:datazone:us-east-1:${account}:domain/dzd_abc`),
    /has no resource types/,
    on('datazone:GetIamPortalLoginUrl', '*'),
  ],
  [
    'no resource where the action needs one',
    on(presign, '*'),
    /acts on a resource \(notebook-instance\)/,
    on('sagemaker:Search', '*'),
  ],
  [
    'a wildcard in a name',
    on(presign, sagemaker('notebook-instance/*')),
    /wildcard/,
    on(presign, sagemaker('notebook-instance/n')),
  ],
  [
    'a name with an underscore',
    on(presign, sagemaker('notebook-instance/a_b')),
    /not one of what/,
    on(presign, sagemaker('notebook-instance/a-b')),
  ],
  [
    'a name that ends with a hyphen',
    on(presign, sagemaker('notebook-instance/a-')),
    /not one of what/,
    on(presign, sagemaker('notebook-instance/a-1')),
  ],
  [
    'a name of 64 characters',
    on(presign, sagemaker(`notebook-instance/${'a'.repeat(64)}`)),
    /not one of what/,
    on(presign, sagemaker(`notebook-instance/${'a'.repeat(63)}`)),
  ],
  [
    'an id of an MLflow app that is a name',
    on('sagemaker:CallMlflowAppApi', sagemaker('mlflow-app/x')),
    /not one of what/,
    on('sagemaker:CallMlflowAppApi', sagemaker('mlflow-app/app-GBU5I6LYU4G7')),
  ],
  [
    'an id of a partner app in small letters',
    on('sagemaker:CreatePartnerAppPresignedUrl', sagemaker('partner-app/app-abcdefghijkl')),
    /not one of what/,
    on('sagemaker:CreatePartnerAppPresignedUrl', sagemaker('partner-app/app-ABCDEFGHIJK1')),
  ],
  [
    'a text that is no ARN',
    on(presign, 'notebook-instance/nb'),
    /not an ARN/,
    on(presign, sagemaker('notebook-instance/nb')),
  ],
  [
    'an account of 11 digits',
    on(presign, 'arn:aws:sagemaker:us-east-1:11112222333:notebook-instance/nb'),
    /'11112222333' is not an account id/,
    on(presign, 'arn:aws:sagemaker:us-east-1:999988887777:notebook-instance/nb'),
  ],
  [
    'another partition than the caller',
    on(presign, `arn:aws-cn:sagemaker:cn-north-1:${account}:notebook-instance/nb`),
    /not in the partition aws$/,
    on(presign, sagemaker('notebook-instance/nb', 'eusc-de-east-1').replace('arn:aws:', 'arn:aws-eusc:')),
  ],
  [
    'a Region that is none',
    on(presign, sagemaker('notebook-instance/nb', 'useast-9')),
    /no Region 'useast-9'/,
    on(presign, sagemaker('notebook-instance/nb', 'mx-central-1')),
  ],
  [
    'a Region of another partition',
    on(presign, sagemaker('notebook-instance/nb', 'us-gov-west-1')),
    /aws has no Region/,
    on(presign, sagemaker('notebook-instance/nb', 'us-west-1')),
  ],
  [
    'no Region where the resource has one',
    on(presign, sagemaker('notebook-instance/nb', '')),
    /not one of what/,
    on('iam:GetRole', `arn:aws:iam::${account}:role/ds`),
  ],
  [
    'a Region where the resource has none',
    on('iam:GetRole', `arn:aws:iam:us-east-1:${account}:role/ds`),
    /not one of what/,
    on('iam:GetRole', `arn:aws:iam::${account}:role/a/path/ds`),
  ],
  [
    'a resource of everybody where each account has its own',
    on(presign, 'arn:aws:sagemaker:us-east-1:aws:notebook-instance/nb'),
    /not one of what/,
    on('sagemaker:DescribeHub', 'arn:aws:sagemaker:us-east-1:aws:hub/SageMakerPublicHub'),
  ],
  [
    'a VPC endpoint with an id that AWS does not give',
    on('ec2:DeleteVpcEndpoints', `arn:aws:ec2:us-east-1:${account}:vpc-endpoint/vpce-x`),
    /not one of what/,
    on('ec2:DeleteVpcEndpoints', `arn:aws:ec2:us-east-1:${account}:vpc-endpoint/vpce-0f1e2d3c4b5a69788`),
  ],
];

const places: readonly Row[] = [
  [
    'a us-east-1 ARN requested in eu-west-1',
    withKeys({ 'aws:RequestedRegion': 'eu-west-1' }),
    /us-east-1 is not asked for in eu-west-1/,
    withKeys({ 'aws:RequestedRegion': 'us-east-1' }),
  ],
  [
    'a Region that nobody has',
    on('sagemaker:ListDomains', '*', { ...publicIp, 'aws:RequestedRegion': 'any-other-value' }),
    /no Region 'any-other-value'/,
    on('sagemaker:ListDomains', '*', { ...publicIp, 'aws:RequestedRegion': 'eu-west-1' }),
  ],
  [
    'IAM outside its Region',
    on('iam:GetRole', `arn:aws:iam::${account}:role/ds`, { ...publicIp, 'aws:RequestedRegion': 'eu-west-1' }),
    /IAM is called in us-east-1/,
    on('iam:GetRole', `arn:aws:iam::${account}:role/ds`, { ...publicIp, 'aws:RequestedRegion': 'us-east-1' }),
  ],
  [
    'the account of another resource',
    withKeys({ 'aws:ResourceAccount': '999988887777' }),
    /the resource is in the account 111122223333/,
    withKeys({ 'aws:ResourceAccount': account }),
  ],
  [
    'the account of no resource',
    on('sagemaker:ListDomains', '*', { ...publicIp, 'aws:ResourceAccount': '999988887777' }),
    /the resource is in the account/,
    on('sagemaker:ListDomains', '*', { ...publicIp, 'aws:ResourceAccount': account }),
  ],
];

const networks: readonly Row[] = [
  [
    'an endpoint id with a wildcard',
    notebook({ ...route, 'aws:SourceVpce': 'vpce-*' }),
    /'vpce-\*' is not an id/,
    notebook(route),
  ],
  [
    'an endpoint id in capitals',
    notebook({ ...route, 'aws:SourceVpce': 'VPCE-0f1e2d3c4b5a69788' }),
    /not an id/,
    notebook({ ...route, 'aws:SourceVpce': 'vpce-0f1e2d3c' }),
  ],
  [
    'a VPC id that is a word',
    notebook({ ...route, 'aws:SourceVpc': 'any-other-value' }),
    /not an id/,
    notebook({ ...route, 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-1' }),
  ],
  [
    'a VPC id of nine digits',
    notebook({ ...route, 'aws:SourceVpc': 'vpc-123456789' }),
    /not an id/,
    notebook({ ...route, 'aws:SourceVpc': 'vpc-12345678' }),
  ],
  [
    'a known endpoint in another VPC',
    notebook({ ...route, 'aws:SourceVpce': 'vpce-1' }),
    /vpce-1 is in vpc-1/,
    notebook({ ...route, 'aws:SourceVpc': 'vpc-1' }),
  ],
  [
    'a VPC without an endpoint',
    notebook({ 'aws:SourceVpc': 'vpc-1', 'aws:VpcSourceIp': '10.0.0.10' }),
    /has aws:SourceVpce as well/,
    notebook(route),
  ],
  [
    'an endpoint without an address',
    notebook({ 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' }),
    /has aws:VpcSourceIp as well/,
    notebook(route),
  ],
  [
    'a public address through an endpoint',
    notebook({ ...route, ...publicIp }),
    /no aws:SourceIp/,
    notebook(publicIp),
  ],
  [
    'a direct request from nowhere',
    notebook({}),
    /has aws:SourceIp, or the keys of an endpoint/,
    notebook(forwarded),
  ],
  [
    'a private address over the internet',
    notebook({ 'aws:SourceIp': '10.0.0.10' }),
    /private address/,
    notebook({ 'aws:SourceIp': '10.9.0.10' }),
  ],
  [
    'a private address of IPv6',
    notebook({ 'aws:SourceIp': 'fd00::9' }),
    /private address/,
    notebook({ 'aws:SourceIp': '2600:1f18::9' }),
  ],
  [
    'a shared address of carriers',
    notebook({ 'aws:SourceIp': '100.64.1.1' }),
    /private address/,
    notebook({ 'aws:SourceIp': '100.128.1.1' }),
  ],
  [
    'a loopback address',
    notebook({ 'aws:SourceIp': '127.0.0.1' }),
    /no sender/,
    notebook({ 'aws:SourceIp': '128.0.0.1' }),
  ],
  [
    'the address of nobody',
    notebook({ 'aws:SourceIp': '0.0.0.10' }),
    /no sender/,
    notebook({ 'aws:SourceIp': '1.0.0.10' }),
  ],
  [
    'a multicast address',
    notebook({ 'aws:SourceIp': '224.0.0.5' }),
    /no sender/,
    notebook({ 'aws:SourceIp': '223.0.0.5' }),
  ],
  [
    'a reserved address',
    notebook({ 'aws:SourceIp': '255.255.255.255' }),
    /no sender/,
    notebook({ 'aws:SourceIp': '198.51.100.255' }),
  ],
  [
    'a multicast address of IPv6',
    notebook({ 'aws:SourceIp': 'ff02::1' }),
    /no sender/,
    notebook({ 'aws:SourceIp': '2001:db8::1' }),
  ],
  [
    'a byte above 255',
    notebook({ 'aws:SourceIp': '203.0.113.256' }),
    /not an IP address/,
    notebook({ 'aws:SourceIp': '203.0.113.255' }),
  ],
  [
    'a block of addresses',
    notebook({ 'aws:SourceIp': '203.0.113.0/24' }),
    /not an IP address/,
    notebook({ 'aws:SourceIp': '203.0.113.0' }),
  ],
  [
    'an IPv6 address with nine groups',
    notebook({ 'aws:SourceIp': '2600:1:2:3:4:5:6:7:8' }),
    /not an IP address/,
    notebook({ 'aws:SourceIp': '2600:1:2:3:4:5:6:7' }),
  ],
  [
    'a word for an address',
    notebook({ ...route, 'aws:VpcSourceIp': 'any-other-value' }),
    /not an IP address/,
    notebook({ ...route, 'aws:VpcSourceIp': 'fd00::10' }),
  ],
  [
    'a link-local address in a VPC',
    notebook({ ...route, 'aws:VpcSourceIp': '169.254.1.1' }),
    /no sender/,
    notebook({ ...route, 'aws:VpcSourceIp': '192.168.1.1' }),
  ],
  [
    'a forwarded call through an endpoint',
    notebook({ ...route, ...forwarded }),
    /a service forwards has no aws:SourceVpc/,
    notebook({ ...publicIp, ...forwarded }),
  ],
  [
    'services in a direct call',
    withKeys({ 'aws:CalledVia': ['athena.amazonaws.com'] }),
    /only where aws:ViaAWSService is true/,
    withKeys({ ...forwarded, 'aws:CalledVia': ['athena.amazonaws.com'] }),
  ],
  [
    'a forwarder that is no service',
    withKeys({ ...forwarded, 'aws:CalledVia': ['any-other-value'] }),
    /not the principal of a service/,
    withKeys({ ...forwarded, 'aws:CalledVia': ['cloudformation.amazonaws.com'] }),
  ],
  [
    'another first service than the list has',
    withKeys({
      ...forwarded,
      'aws:CalledVia': ['athena.amazonaws.com'],
      'aws:CalledViaFirst': 'kms.amazonaws.com',
    }),
    /athena.amazonaws.com called first/,
    withKeys({
      ...forwarded,
      'aws:CalledVia': ['athena.amazonaws.com'],
      'aws:CalledViaFirst': 'athena.amazonaws.com',
    }),
  ],
  [
    'another last service than the list has',
    withKeys({
      ...forwarded,
      'aws:CalledVia': ['athena.amazonaws.com'],
      'aws:CalledViaLast': 'kms.amazonaws.com',
    }),
    /athena.amazonaws.com called last/,
    withKeys({
      ...forwarded,
      'aws:CalledVia': ['kms.amazonaws.com', 'athena.amazonaws.com'],
      'aws:CalledViaLast': 'athena.amazonaws.com',
    }),
  ],
  [
    'an owner of an endpoint without one',
    withKeys({ 'aws:VpceAccount': account }),
    /only in requests through an endpoint/,
    notebook({ ...route, 'aws:VpceAccount': account }),
  ],
  [
    'the ARN of another VPC',
    notebook({ ...route, 'aws:SourceVpcArn': `arn:aws:ec2:us-east-1:${account}:vpc/vpc-0a1b2c3d4e5f60719` }),
    /but aws:SourceVpc is/,
    notebook({ ...route, 'aws:SourceVpcArn': `arn:aws:ec2:us-east-1:${account}:vpc/vpc-0a1b2c3d4e5f60718` }),
  ],
  [
    'an ARN of a VPC that is a word',
    notebook({ ...route, 'aws:SourceVpcArn': 'any-other-value' }),
    /not an ARN/,
    notebook(route),
  ],
];

const callers: readonly Row[] = [
  [
    'another caller',
    withKeys({ 'aws:PrincipalArn': `arn:aws:iam::${account}:role/other` }),
    /aws:PrincipalArn of/,
    withKeys({ 'aws:PrincipalArn': `arn:aws:iam::${account}:role/ds` }),
  ],
  [
    'a caller in another account',
    withKeys({ 'aws:PrincipalAccount': '999988887777' }),
    /aws:PrincipalAccount of/,
    withKeys({ 'aws:PrincipalAccount': account }),
  ],
  [
    'a role of the type User',
    withKeys({ 'aws:PrincipalType': 'User' }),
    /aws:PrincipalType of/,
    withKeys({ 'aws:PrincipalType': 'AssumedRole' }),
  ],
  [
    'a role with the name of a user',
    withKeys({ 'aws:username': 'ds' }),
    /a role has no aws:username/,
    withKeys({}),
  ],
  [
    'another name than the user has',
    withKeys({ 'aws:username': 'people' }),
    /aws:username of/,
    withKeys({ 'aws:username': 'ana' }),
    user,
  ],
  [
    'a role that is a service',
    withKeys({ 'aws:PrincipalIsAWSService': 'true' }),
    /aws:PrincipalIsAWSService of/,
    withKeys({ 'aws:PrincipalIsAWSService': 'false' }),
  ],
  [
    'an id that is a word',
    withKeys({ 'aws:userid': 'any-other-value' }),
    /not that of a session of a role/,
    withKeys({ 'aws:userid': 'AROAEXAMPLEEXAMPLE123:ana' }),
  ],
  [
    'a session without a name',
    withKeys({ 'aws:userid': 'AROAEXAMPLEEXAMPLE123' }),
    /not that of a session of a role/,
    withKeys({ 'aws:userid': 'AROAEXAMPLEEXAMPLE123:i-0abc' }),
  ],
  [
    'the id of another role',
    withKeys({ 'aws:userid': 'AROAEXAMPLEEXAMPLE999:ana' }),
    /the id of .* is AROAEXAMPLEEXAMPLE123/,
    withKeys({ 'aws:userid': 'AROAEXAMPLEEXAMPLE123:x@example.com' }),
  ],
  [
    'a session of a user',
    withKeys({ 'aws:userid': 'AIDAEXAMPLEEXAMPLE123:ana' }),
    /not that of a user/,
    withKeys({ 'aws:userid': 'AIDAEXAMPLEEXAMPLE123' }),
    user,
  ],
  [
    'a source for which a service would call',
    withKeys({ 'aws:SourceArn': 'arn:aws:s3:::b' }),
    /only in requests that a service makes/,
    withKeys({}),
  ],
  [
    'a service in place of a role',
    withKeys({ 'aws:PrincipalServiceName': 'athena.amazonaws.com' }),
    /only in requests that a service makes/,
    withKeys({}),
  ],
  [
    'a tag that no session sets',
    withKeys({ 'aws:PrincipalTag/team': 'ops' }),
    /tag is ml, and sessions set none/,
    withKeys({ 'aws:PrincipalTag/team': 'ml' }),
    { principal: { arn: facts.principal.arn, tags: { team: 'ml' } } },
  ],
  [
    'age of MFA without MFA',
    withKeys({ 'aws:MultiFactorAuthAge': '60', 'aws:MultiFactorAuthPresent': 'false' }),
    /only where aws:MultiFactorAuthPresent is true/,
    withKeys({ 'aws:MultiFactorAuthAge': '60', 'aws:MultiFactorAuthPresent': 'true' }),
  ],
  [
    'an age before MFA',
    withKeys({ 'aws:MultiFactorAuthAge': '-1' }),
    /not a number of seconds/,
    withKeys({ 'aws:MultiFactorAuthAge': '0' }),
  ],
  [
    'an organization that is a word',
    withKeys({ 'aws:PrincipalOrgID': 'o-1' }),
    /not the id of an organization/,
    withKeys({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }),
  ],
  [
    'two organizations for one account',
    withKeys({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-zzzzzzzzzz' }),
    /in one organization/,
    withKeys({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5' }),
  ],
  [
    'a path in another organization',
    withKeys({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalOrgPaths': ['o-zzzzzzzzzz/r-ab12/'] }),
    /not in the organization o-a1b2c3d4e5/,
    withKeys({
      'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
      'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
    }),
  ],
  [
    'a path without a root',
    withKeys({ 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/ou-ab12-11111111/'] }),
    /not a path in an organization/,
    withKeys({ 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/'] }),
  ],
];

const values: readonly Row[] = [
  [
    'a word for a date',
    withKeys({ 'aws:CurrentTime': 'any-other-value' }),
    /not a moment/,
    withKeys({ 'aws:CurrentTime': '2026-11-30T18:00:00Z' }),
  ],
  [
    'a day that does not exist',
    withKeys({ 'aws:CurrentTime': '2027-02-30T00:00:00Z' }),
    /not a moment/,
    withKeys({ 'aws:CurrentTime': '2027-02-28T00:00:00Z' }),
  ],
  [
    'a date without a time',
    withKeys({ 'aws:CurrentTime': '2027-02-28' }),
    /not a moment/,
    withKeys({ 'aws:CurrentTime': '2027-02-28T00:00:00.5Z' }),
  ],
  [
    'a moment in the past',
    withKeys({ 'aws:CurrentTime': '2026-11-30T17:59:59Z' }),
    /is past/,
    withKeys({ 'aws:CurrentTime': '2026-11-30T18:00:01Z' }),
  ],
  [
    'seconds in the past',
    withKeys({ 'aws:EpochTime': '1500000000' }),
    /is past/,
    withKeys({ 'aws:EpochTime': '1900000000' }),
  ],
  [
    'seconds that are a word',
    withKeys({ 'aws:EpochTime': 'any-other-value' }),
    /not a number of seconds/,
    withKeys({ 'aws:EpochTime': '1900000000.5' }),
  ],
  [
    'two moments at once',
    withKeys({ 'aws:CurrentTime': '2027-01-01T00:00:00Z', 'aws:EpochTime': '1900000000' }),
    /not the same moment/,
    withKeys({ 'aws:CurrentTime': '2027-01-01T00:00:00Z', 'aws:EpochTime': '1798761600' }),
  ],
  [
    'credentials from the future',
    withKeys({ 'aws:TokenIssueTime': '2027-01-02T00:00:00Z', 'aws:CurrentTime': '2027-01-01T00:00:00Z' }),
    /after the request/,
    withKeys({ 'aws:TokenIssueTime': '2027-01-01T00:00:00Z', 'aws:CurrentTime': '2027-01-01T00:00:00Z' }),
  ],
  [
    'credentials of years ago',
    withKeys({ 'aws:TokenIssueTime': '2019-01-01T00:00:00Z' }),
    /have expired/,
    withKeys({ 'aws:TokenIssueTime': '2026-11-30T00:00:00Z' }),
  ],
  [
    'a third truth value',
    withKeys({ 'aws:MultiFactorAuthPresent': 'any-other-value' }),
    /not true or false/,
    withKeys({ 'aws:MultiFactorAuthPresent': 'true' }),
  ],
  [
    'a request without HTTPS',
    withKeys({ 'aws:SecureTransport': 'false' }),
    /over HTTPS only/,
    withKeys({ 'aws:SecureTransport': 'true' }),
  ],
  [
    'one text where there are several',
    withKeys({ 'aws:TagKeys': 'team' }),
    /so it is a list/,
    withKeys({ 'aws:TagKeys': ['team'] }),
  ],
  [
    'several texts where there is one',
    withKeys({ 'aws:UserAgent': ['a', 'b'] }),
    /has one value/,
    withKeys({ 'aws:UserAgent': 'a' }),
  ],
  [
    'a list of nothing',
    withKeys({ 'aws:TagKeys': [] }),
    /a list without values/,
    withKeys({ 'aws:TagKeys': ['a', 'b'] }),
  ],
  [
    'a setting that SageMaker does not have',
    withKeys({ 'sagemaker:RootAccess': 'any-other-value' }),
    /not Enabled or Disabled/,
    withKeys({ 'sagemaker:RootAccess': 'Enabled' }),
  ],
  [
    'a subnet that is a word',
    withKeys({ 'sagemaker:VpcSubnets': ['subnet-1'] }),
    /not the id of a subnet/,
    withKeys({ 'sagemaker:VpcSubnets': ['subnet-0123456789abcdef0'] }),
  ],
  [
    'a number that is a word',
    withKeys({ 'sagemaker:MaxRuntimeInSeconds': 'any-other-value' }),
    /not a number/,
    withKeys({ 'sagemaker:MaxRuntimeInSeconds': '3600' }),
  ],
  [
    'a key of KMS that is a word',
    withKeys({ 'sagemaker:VolumeKmsKey': 'any-other-value' }),
    /not an ARN of the partition/,
    withKeys({ 'sagemaker:VolumeKmsKey': `arn:aws:kms:us-east-1:${account}:key/1` }),
  ],
  [
    'a policy that is a word',
    on('iam:AttachRolePolicy', `arn:aws:iam::${account}:role/ds`, {
      ...publicIp,
      'iam:PolicyARN': 'any-other-value',
    }),
    /not the ARN of a policy/,
    on('iam:AttachRolePolicy', `arn:aws:iam::${account}:role/ds`, {
      ...publicIp,
      'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  ],
  [
    'a tag of 257 characters',
    withKeys({ 'aws:ResourceTag/a': 'x'.repeat(257) }),
    /AWS allows 256/,
    withKeys({ 'aws:ResourceTag/a': 'x'.repeat(256) }),
  ],
  [
    'a tag with a star',
    withKeys({ 'aws:PrincipalTag/a': '*' }),
    /character that AWS does not allow/,
    withKeys({ 'aws:PrincipalTag/a': '+' }),
  ],
  [
    'a tag key of 129 characters',
    withKeys({ [`aws:RequestTag/${'x'.repeat(129)}`]: '' }),
    /AWS allows 128/,
    withKeys({ [`aws:RequestTag/${'x'.repeat(128)}`]: '' }),
  ],
  [
    'a tag of AWS that a person sets',
    withKeys({ 'aws:RequestTag/aws:team': 'x' }),
    /nobody but AWS/,
    withKeys({ 'aws:ResourceTag/aws:team': 'x' }),
  ],
  [
    'a tag of no resource',
    on('sagemaker:ListDomains', '*', { ...publicIp, 'aws:ResourceTag/a': 'x' }),
    /acts on no resource/,
    on('sagemaker:ListDomains', '*'),
  ],
  [
    'two values of one tag',
    withKeys({ 'aws:ResourceTag/a': 'x', 'sagemaker:ResourceTag/a': 'y' }),
    /are the same tag/,
    withKeys({ 'aws:ResourceTag/a': 'x', 'sagemaker:ResourceTag/a': 'x' }),
  ],
  [
    'a tag that the list of tags lacks',
    withKeys({ 'aws:RequestTag/a': 'x', 'aws:TagKeys': ['b'] }),
    /lacks 'a'/,
    withKeys({ 'aws:RequestTag/a': 'x', 'aws:TagKeys': ['A', 'b'] }),
  ],
];

const rows: readonly Row[] = [...resources, ...places, ...networks, ...callers, ...values];

/** The good neighbour of a row of another partition is asked for by a caller there. */
function factsOf(request: ShownRequest, more: Partial<GivenFacts> = {}): GivenFacts {
  const partition = request.resource.split(':')[1] ?? 'aws';
  const home = partition === 'aws-eusc' ? { principal: { arn: `arn:aws-eusc:iam::${account}:role/ds` } } : {};
  return { ...facts, ...home, ...more };
}

describe('a request that cannot exist', () => {
  it.each(rows)('%s', (...[, bad, because, good, more]) => {
    const reasons = reasonsAgainst(bad, { ...facts, ...more });
    expect(reasons[0]).toMatch(because);
    expect(new Set(reasons.map((reason) => because.test(reason)))).toEqual(new Set([true]));
    expect(reasonsAgainst(good, factsOf(good, more))).toEqual([]);
  });

  it('has a row for each of more than fifty kinds', () => {
    expect(new Set(rows.map(([title]) => title)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(50);
  });
});

describe('what the caller gave is not checked', () => {
  it.each([
    [
      'a fixed key',
      withKeys({ 'aws:CurrentTime': '2020-01-01T00:00:00Z' }),
      { context: { 'aws:currenttime': '2020-01-01T00:00:00Z' } },
    ],
    [
      'a literal resource',
      on(presign, sagemaker('notebook-instance/a_b')),
      { asked: sagemaker('notebook-instance/a_b') },
    ],
    ['an address of the perimeter', notebook({ 'aws:SourceIp': '10.9.1.1' }), {}],
    ['a key fixed as absent', notebook({ ...route }), { context: { 'aws:SourceIp': [] } }],
  ])('%s', (_, request, more) => {
    expect(reasonsAgainst(request, { ...facts, ...more })).toEqual([]);
  });

  it('but what was chosen has to fit it', () => {
    const elsewhere = { context: { 'aws:RequestedRegion': 'eu-west-1' } };
    const request = withKeys({ 'aws:RequestedRegion': 'eu-west-1' });
    expect(impossible(request, { ...facts, ...elsewhere, asked: '*' })).toMatch(/not asked for in eu-west-1/);
    expect(
      impossible(request, { ...facts, ...elsewhere, asked: sagemaker('notebook-instance/*') }),
    ).toBeUndefined();
  });
});

describe('an id that a policy names', () => {
  const named = ['vpc-7', 'vpce-mine', 'vpc-*', ' vpc-8', 'VPC-9', 'any-other-value'];
  it.each([
    ['aws:SourceVpc', 'vpc-7', true],
    ['aws:SourceVpce', 'vpce-mine', true],
    ['aws:SourceVpc', 'vpc-6', false],
    ['aws:SourceVpc', 'vpc-*', false],
    ['aws:SourceVpc', ' vpc-8', false],
    ['aws:SourceVpc', 'VPC-9', false],
    ['aws:SourceVpc', 'any-other-value', false],
  ])('is taken as real where it looks like one: %s %j: %j', (key, id, real) => {
    expect(impossible(notebook({ ...route, [key]: id }), { ...facts, named }) === undefined).toBe(real);
    expect(impossible(notebook({ ...route, [key]: id }), facts)).toMatch(/not an id/);
  });
});

describe('keys that the request surely lacks', () => {
  it.each([
    ['the own tag of the principal', {}, 'aws:PrincipalTag/Team', /has the tag 'team'/],
    [
      'MFA where it has an age',
      { 'aws:MultiFactorAuthAge': '5' },
      'aws:MultiFactorAuthPresent',
      /only where/,
    ],
  ])('%s', (_, context, absent, because) => {
    expect(impossible(withKeys(context), { ...facts, absent: [absent] })).toMatch(because);
    expect(impossible(withKeys(context), facts)).toBeUndefined();
  });
});

describe('texts of any length', () => {
  it.each([
    on('iam:GetRole', `arn:aws:iam::${account}:role/${'a/'.repeat(50_000)} `),
    on(presign, sagemaker(`notebook-instance/${'a-'.repeat(50_000)}_`)),
    withKeys({ 'iam:PassedToService': `${'a.'.repeat(50_000)}_` }),
    withKeys({ 'aws:PrincipalOrgPaths': [`o-a1b2c3d4e5/r-ab12/${'ou-ab12-11111111/'.repeat(5_000)}_`] }),
  ])('are checked in one pass: %#', (request) => {
    expect(reasonsAgainst(request, facts)).toHaveLength(1);
  });
});
