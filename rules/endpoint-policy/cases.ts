import type { ServiceDetail, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const account = '111122223333';
const partner = '444455556666';
const organization = 'o-abcdefghij';

type Statement = Readonly<Record<string, unknown>>;

const everybody: Statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const document = (...Statement: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
/** AWS's default policy. */
const fullAccess = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});
const when = (StringEquals: Readonly<Record<string, unknown>>): string =>
  document({ ...everybody, Condition: { StringEquals } });

const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PolicyDocument: fullAccess,
  PrivateDnsEnabled: true,
  RequesterManaged: false,
  OwnerId: account,
  SubnetIds: ['subnet-0a'],
  Groups: [{ GroupId: 'sg-0ml', GroupName: 'ml' }],
};
const service = (VpcEndpointPolicySupported?: boolean): ServiceDetail => ({
  ServiceName: api.ServiceName ?? '',
  PrivateDnsName: 'api.sagemaker.us-east-1.amazonaws.com',
  ...(VpcEndpointPolicySupported === undefined ? {} : { VpcEndpointPolicySupported }),
});

const given = (change: Partial<VpcEndpoint> = {}, more: GivenAccount = {}): GivenAccount => ({
  endpoints: [{ ...api, ...change }],
  endpointServices: [service(true)],
  ...more,
});
const policy = (PolicyDocument: string): GivenAccount => given({ PolicyDocument });

const call = 'ec2:ModifyVpcEndpoint';
const experiments = 'aws.sagemaker.us-east-1.experiments';
const alone = {};
const member = { perimeter: { organization } };
const withPartner = { perimeter: { accounts: [partner] } };

/**
 * Whose principals × whose resources a policy lets through, for an account alone, in an organization, and with a
 * partner.
 */
const whose = {
  anybody: {},
  account: { account },
  'account and partner': { account: [account, partner] },
  organization: { organization },
} as const;
type Whose = keyof typeof whose;

function conditions(side: 'Principal' | 'Resource', who: Whose): Readonly<Record<string, unknown>> {
  switch (who) {
    case 'anybody':
      return {};
    case 'account':
      return { [`aws:${side}Account`]: account };
    case 'account and partner':
      return { [`aws:${side}Account`]: [account, partner] };
    case 'organization':
      return { [`aws:${side}OrgID`]: organization };
  }
}

const own: readonly (readonly [string, object, readonly Whose[]])[] = [
  ['alone', alone, ['account']],
  ['in an organization', member, ['account', 'organization']],
  ['with a partner', withPartner, ['account', 'account and partner']],
];

const truthTable: readonly RuleCase[] = own.flatMap(([name, settings, ours]) =>
  (Object.keys(whose) as Whose[]).flatMap((principals) =>
    (Object.keys(whose) as Whose[]).map((resources): RuleCase => {
      const isOwn = ours.includes(principals) && ours.includes(resources);
      const isFull = principals === 'anybody' && resources === 'anybody';
      return {
        name: `${name}: principals of ${principals}, resources of ${resources}`,
        given: policy(when({ ...conditions('Principal', principals), ...conditions('Resource', resources) })),
        settings,
        expect: isOwn ? 'pass' : 'fail',
        ...(isOwn
          ? {}
          : {
              says: [
                ours.includes(principals) ? 'resources of other accounts' : 'principals of other accounts',
              ],
              // A condition block without conditions is not the policy that AWS writes, so a person wrote it.
              plan: [`${call}!`],
              planSays: isFull ? ['OnlyOwnPrincipals', 'OnlyOwnResources'] : ['OnlyOwnPrincipals'],
            }),
      };
    }),
  ),
);

export const cases: readonly RuleCase[] = [
  ...truthTable,
  {
    name: 'the default full access is replaced, and the inverse is exactly the former text',
    given: given(),
    expect: 'fail',
    severity: 'medium',
    says: ['arn:aws:iam::999999999999:role/x', 'sagemaker:CreateApp', 'full access that AWS gives'],
    plan: [call],
    planSays: [
      'AwsServices',
      `\\"aws:PrincipalAccount\\": \\"${account}\\"`,
      `arn:aws:*:*:aws:*`,
      JSON.stringify({ VpcEndpointId: 'vpce-0api', PolicyDocument: fullAccess }).slice(1, -1),
    ],
  },
  {
    name: 'for an organization the policy admits its principals and resources',
    given: given(),
    settings: member,
    expect: 'fail',
    plan: [call],
    planSays: [
      `\\"aws:PrincipalOrgID\\": \\"${organization}\\"`,
      `\\"aws:ResourceOrgID\\": \\"${organization}\\"`,
    ],
  },
  {
    name: 'in China the ARNs are of the partition there',
    given: given({ ServiceName: 'cn.com.amazonaws.cn-north-1.sagemaker.api' }),
    expect: 'fail',
    plan: [call],
  },
  {
    name: 'a narrower policy keeps its statements and gets two Denies',
    given: policy(document({ ...everybody, Sid: 'Invoke', Action: 'sagemaker:InvokeEndpoint' })),
    expect: 'fail',
    says: ['sagemaker:InvokeEndpoint', 'statement 1 (Invoke)'],
    plan: [`${call}!`],
    planSays: ['\\"Sid\\": \\"Invoke\\"', '\\"NotResource\\"', 'aws:PrincipalIsAWSService'],
  },
  {
    name: 'an organization that is not in settings is named',
    given: policy(when({ 'aws:PrincipalOrgID': organization, 'aws:ResourceAccount': account })),
    expect: 'fail',
    says: [`If ${organization} is your organization`],
    plan: [`${call}!`],
  },
  {
    name: 'a partner account that the policy names as principal',
    given: policy(document({ ...everybody, Principal: { AWS: [account, partner] } })),
    expect: 'fail',
    says: [`arn:aws:iam::${partner}:`],
    plan: [`${call}!`],
  },
  {
    name: 'the account by its root, on its own ARNs',
    given: policy(
      document({
        ...everybody,
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Resource: `arn:aws:sagemaker:us-east-1:${account}:*`,
      }),
    ),
    expect: 'pass',
  },
  {
    name: 'own principals also on what AWS offers to everybody',
    given: policy(
      document({
        ...everybody,
        Principal: { AWS: account },
        Resource: [
          `arn:aws:sagemaker:*:${account}:*`,
          'arn:aws:sagemaker:*:aws:hub-content/SageMakerPublicHub/*',
        ],
      }),
    ),
    expect: 'pass',
  },
  {
    name: 'only AWS services',
    given: policy(document({ ...everybody, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } })),
    expect: 'pass',
  },
  {
    name: 'a policy that is no JSON cannot be judged',
    given: policy('full access'),
    expect: 'unknown',
    says: ['not JSON'],
  },
  {
    name: 'a principal that was deleted cannot be judged',
    given: policy(document({ ...everybody, Principal: { AWS: 'AIDAEXAMPLE' }, Condition: {} })),
    expect: 'unknown',
    says: ['AIDAEXAMPLE'],
  },
  {
    name: 'too long with the Denies: a person shortens it',
    given: policy(
      document(
        { ...everybody, Action: 'sagemaker:InvokeEndpoint' },
        {
          ...everybody,
          // Within the limit together, but not with the Denies.
          Resource: Array.from(
            { length: 85 },
            (_, n) => `arn:aws:sagemaker:us-east-1:${account}:endpoint/${'model-'.repeat(30)}${n}`,
          ),
        },
      ),
    ),
    expect: 'fail',
    plan: 'person',
    planSays: ['20480'],
  },
  {
    name: 'a policy that refuses what the Denies cannot distinguish is for a person',
    given: policy(document(everybody, { ...everybody, Effect: 'Deny', Principal: { AWS: 'AIDAEXAMPLE' } })),
    expect: 'unknown',
    says: ['AIDAEXAMPLE'],
  },
  {
    name: 'a service without policies',
    given: given({}, { endpointServices: [service(false)] }),
    expect: 'not-applicable',
    says: ['takes no endpoint policy'],
  },
  {
    name: 'the FIPS runtime takes no policy, as the guide says',
    given: given(
      { ServiceName: 'com.amazonaws.us-east-1.sagemaker.runtime-fips' },
      { endpointServices: 'unreadable' },
    ),
    expect: 'not-applicable',
  },
  ...['sagemaker.api', 'sagemaker.runtime'].map((name): RuleCase => ({
    name: `${name} takes policies, as the guide says, where the service was not described`,
    given: given({ ServiceName: `com.amazonaws.us-east-1.${name}` }, { endpointServices: 'unreadable' }),
    expect: 'fail',
    plan: [call],
  })),
  {
    name: 'the endpoint of tracking servers carries the actions of MLflow',
    given: given(
      {
        ServiceName: experiments,
        PolicyDocument: document({ ...everybody, Action: 'sagemaker-mlflow:*' }),
      },
      {
        endpointServices: [{ ...service(true), ServiceName: experiments }],
      },
    ),
    expect: 'fail',
    says: ['sagemaker-mlflow:'],
    plan: [`${call}!`],
  },
  {
    name: 'the endpoint of tracking servers is open to a tracking server of somebody else',
    given: given(
      {
        ServiceName: experiments,
        PolicyDocument: document({
          ...everybody,
          Action: 'sagemaker-mlflow:*',
          Resource: `arn:aws:sagemaker:us-east-1:${partner}:mlflow-tracking-server/*`,
          Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
        }),
      },
      { endpointServices: [{ ...service(true), ServiceName: experiments }] },
    ),
    expect: 'fail',
    says: [`arn:aws:sagemaker:us-east-1:${partner}:mlflow-tracking-server/`],
    plan: [`${call}!`],
  },
  ...(['notebook', 'studio'] as const).map((name): RuleCase => ({
    name: `${name} takes policies, as the guide says, where the service was not described`,
    given: given({ ServiceName: `aws.sagemaker.us-east-1.${name}` }, { endpointServices: [service()] }),
    expect: 'fail',
    plan: [call],
  })),
  ...[
    'com.amazonaws.us-east-1.sagemaker.api-fips',
    'com.amazonaws.us-east-1.sagemaker.featurestore-runtime',
    'com.amazonaws.us-east-1.sagemaker.metrics',
    'com.amazonaws.us-east-1.sagemaker-geospatial',
    'com.amazonaws.us-east-1.sagemaker-data-science-assistant',
    'aws.sagemaker.us-east-1.experiments',
    'aws.sagemaker.us-east-1.mlflow',
    'aws.sagemaker.us-east-1.partner-app',
  ].flatMap((ServiceName): RuleCase[] => [
    {
      name: `${ServiceName}: whether it takes policies was not read`,
      given: given({ ServiceName }, { endpointServices: 'unreadable' }),
      expect: 'unknown',
      says: ['endpointServices'],
    },
    {
      name: `${ServiceName}: AWS does not say whether it takes policies`,
      given: given({ ServiceName }, { endpointServices: [{ ServiceName }] }),
      expect: 'unknown',
      says: ['does not say'],
    },
    {
      name: `${ServiceName}: takes policies`,
      given: given(
        { ServiceName },
        { endpointServices: [{ ServiceName, VpcEndpointPolicySupported: true }] },
      ),
      expect: 'fail',
      plan: [call],
    },
  ]),
  {
    name: 'the policy was not read',
    given: { endpoints: [{ ...api, PolicyDocument: undefined }], endpointServices: [service(true)] },
    expect: 'unknown',
    says: ['the policy of vpce-0api was not read'],
  },
  {
    name: 'pending: wait until it is available',
    given: given({ State: 'Pending' }),
    expect: 'fail',
    plan: 'wait',
  },
  ...(['PendingAcceptance', 'Partial'] as const).map((State): RuleCase => ({
    name: `${State} is for a person`,
    given: given({ State }),
    expect: 'fail',
    plan: 'person',
  })),
  ...(['Deleting', 'Deleted', 'Rejected', 'Failed', 'Expired'] as const).map((State): RuleCase => ({
    name: `${State}: carries no traffic`,
    given: given({ State }),
    expect: 'not-applicable',
  })),
  {
    name: 'the endpoint of another account is changed there',
    given: given({ OwnerId: partner }),
    expect: 'fail',
    plan: 'person',
    planSays: [partner],
  },
  {
    name: 'an endpoint that an AWS service manages is changed there',
    given: given({ RequesterManaged: true }),
    expect: 'fail',
    plan: 'person',
  },
];
