import type { AppDetails, AppStatus, DescribeDomainResponse, DomainStatus } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const base: DescribeDomainResponse = {
  DomainArn: 'arn:aws:sagemaker:us-east-1:111122223333:domain/d-abc123',
  DomainId: 'd-abc123',
  DomainName: 'research',
  Status: 'InService',
  AuthMode: 'IAM',
  AppNetworkAccessType: 'PublicInternetOnly',
  VpcId: 'vpc-0ml',
  SubnetIds: ['subnet-0a'],
  DefaultUserSettings: {
    ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
    SecurityGroups: ['sg-0ml'],
  },
};

const given = (
  change: Partial<DescribeDomainResponse> = {},
  apps: GivenAccount['apps'] = [],
): GivenAccount => ({
  domains: [{ ...base, ...change }],
  apps,
});

function without(...keys: readonly (keyof DescribeDomainResponse)[]): DescribeDomainResponse {
  return Object.fromEntries(Object.entries(base).filter(([key]) => !keys.some((other) => other === key)));
}

const running = (Status: AppStatus, more: Partial<AppDetails> = {}): AppDetails => ({
  DomainId: 'd-abc123',
  UserProfileName: 'ana',
  AppType: 'JupyterLab',
  AppName: 'default',
  Status,
  ...more,
});

const update = 'sagemaker:UpdateDomain';

/** The statuses that AWS may return, and the plan for a domain that is not VpcOnly. */
const statuses: readonly [DomainStatus, NonNullable<RuleCase['plan']>][] = [
  ['InService', [update]],
  ['Update_Failed', [update]],
  ['Pending', 'wait'],
  ['Updating', 'wait'],
  ['Failed', 'person'],
  ['Delete_Failed', 'person'],
];

/** The statuses that AWS may return for an app, and the plan that follows. */
const appStatuses: readonly [AppStatus, NonNullable<RuleCase['plan']>][] = [
  ['InService', 'person'],
  ['Pending', 'person'],
  ['Deleting', 'wait'],
  ['Deleted', [update]],
  ['Failed', [update]],
];

const rstudio = {
  DomainSettings: {
    RStudioServerProDomainSettings: { DomainExecutionRoleArn: 'arn:aws:iam::111122223333:role/rstudio' },
  },
};

export const cases: readonly RuleCase[] = [
  ...statuses.map(([status, plan]): RuleCase => ({
    name: `PublicInternetOnly and ${status}`,
    given: given({ Status: status }),
    expect: 'fail',
    severity: 'high',
    contained: false,
    plan,
  })),
  ...statuses.map(([status]): RuleCase => ({
    name: `VpcOnly and ${status}`,
    given: given({ Status: status, AppNetworkAccessType: 'VpcOnly' }),
    expect: 'pass',
  })),
  ...(['PublicInternetOnly', 'VpcOnly'] as const).map((access): RuleCase => ({
    name: `${access} and Deleting`,
    given: given({ Status: 'Deleting', AppNetworkAccessType: access }),
    expect: 'not-applicable',
  })),
  ...appStatuses.map(([status, plan]): RuleCase => ({
    name: `an app that is ${status}`,
    given: given({}, [running(status)]),
    expect: 'fail',
    plan,
  })),
  {
    name: 'no network mode: the default, which is public',
    given: { domains: [without('AppNetworkAccessType')], apps: [] },
    expect: 'fail',
    says: ['PublicInternetOnly'],
    plan: [update],
    // AWS refuses the change unless the domain's VPC and subnets are sent along.
    planSays: [
      '{"DomainId":"d-abc123","AppNetworkAccessType":"VpcOnly","VpcId":"vpc-0ml","SubnetIds":["subnet-0a"]}',
    ],
  },
  {
    name: 'no status: it may be in transition',
    given: { domains: [without('Status')], apps: [] },
    expect: 'fail',
    plan: 'wait',
  },
  {
    name: 'the running apps and their owners are listed; those of another domain are not',
    given: given({}, [
      running('InService'),
      running('Pending', {
        UserProfileName: undefined,
        SpaceName: 'fraud',
        AppType: 'CodeEditor',
        AppName: 'ce',
      }),
      running('Deleting', { UserProfileName: 'bob' }),
      running('Deleted', { UserProfileName: 'old' }),
      running('InService', { DomainId: 'd-other', UserProfileName: 'eve' }),
    ]),
    expect: 'fail',
    plan: 'person',
    planSays: [
      'and 3 do',
      '- CodeEditor ce of space fraud: Pending\\n- JupyterLab default of user profile ana: InService\\n- JupyterLab default of user profile bob: Deleting"',
    ],
  },
  {
    name: 'apps that cannot be read may be running',
    given: given({}, 'unreadable'),
    expect: 'fail',
    plan: 'person',
    planSays: ['apps: access was denied'],
  },
  {
    name: 'VpcOnly passes whatever its apps do',
    given: given({ AppNetworkAccessType: 'VpcOnly' }, 'unreadable'),
    expect: 'pass',
  },
  {
    name: 'AWS does not change RStudio domains',
    given: given(rstudio),
    expect: 'fail',
    plan: 'person',
    planSays: ['RStudio', 'AppSecurityGroupManagement Service'],
  },
  {
    name: 'an RStudio domain that is VpcOnly',
    given: given({ ...rstudio, AppNetworkAccessType: 'VpcOnly', AppSecurityGroupManagement: 'Service' }),
    expect: 'pass',
  },
  {
    name: 'no security groups in the default user settings',
    given: given({ DefaultUserSettings: { SecurityGroups: [] } }),
    expect: 'fail',
    plan: 'person',
    planSays: ['security groups', 'TCP 2049'],
  },
  {
    name: 'no default user settings at all',
    given: { domains: [without('DefaultUserSettings')], apps: [] },
    expect: 'fail',
    plan: 'person',
    planSays: ['security groups'],
  },
  {
    name: 'no subnets',
    given: given({ SubnetIds: [] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['no VPC or no subnets'],
  },
  {
    name: 'a domain of Unified Studio that was created without a VPC',
    given: { domains: [without('VpcId', 'SubnetIds')], apps: [] },
    expect: 'fail',
    plan: 'person',
    planSays: ['no VPC or no subnets'],
  },
  ...(['PublicInternetOnly', 'VpcOnly'] as const).map((access): RuleCase => ({
    name: `${access} with Identity Center: IAM conditions do not bind its users`,
    given: given({ AuthMode: 'SSO', AppNetworkAccessType: access }),
    says: ['conditions in IAM policies do not restrict'],
    ...(access === 'VpcOnly' ? { expect: 'pass' as const } : { expect: 'fail' as const, plan: [update] }),
  })),
  {
    name: 'a domain that could not be described is unknown',
    given: { domains: [], unreadableDomains: ['d-secret'], apps: [] },
    expect: 'unknown',
    says: ['d-secret could not be described'],
  },
];
