import { keepSettings } from '../../core/guardrail/keep-settings';
import { deniesOf } from '../../core/guardrail/denies';
import { denyStrangers } from '../../core/guardrail/deny-strangers';
import { documentOf, quotaOf } from '../../core/guardrail/formats';
import { regionPattern } from '../../core/model/partitions';
import { isRecord } from '../../core/model/json';
import { parseSettings } from '../../core/settings';
import { protectedActions } from '../../core/enforcement/protected-actions';

/**
 * Parameters are written into the policies as placeholders that no policy can contain, so that the code that writes the
 * policies does not need to know about CloudFormation. `filled` replaces them afterwards.
 */
const list = {
  vpcs: '@VpcIds',
  vpcEndpoints: '@VpcEndpointIds',
  cidrs: '@Cidrs',
  exempt: '@ExemptPrincipals',
};
const accounts = '@TrustedAccounts';
const administrators = '@SettingsAdministrators';

const partition = '${AWS::Partition}';
const noValue = { Ref: 'AWS::NoValue' };
const when = (condition: string, value: unknown) => ({ 'Fn::If': [condition, value, noValue] });
const isGiven = (parameter: string) => ({
  'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: parameter }] }, ''] }],
});

/** Keys and statements that exist only if a parameter is given. */
const conditionOf: Readonly<Record<string, string>> = {
  'aws:SourceVpce': 'HasVpcEndpoints',
  NotIpAddress: 'HasCidrs',
  'aws:PrincipalAccount': 'HasTrustedAccounts',
  PalisadeDenyRoot: 'ForbidsRootAccess',
  PalisadeDenyGivingRoot: 'ForbidsRootAccess',
};

/**
 * The content of infra/templates/preventive.yml: the policies of an organization, made by the same functions with which
 * `palisade guardrail` writes and proves them. A test fills in the parameters and compares.
 */
export function preventiveTemplate(): object {
  const settings = parseSettings(null, []);
  const denies = deniesOf({
    perimeter: { vpcs: [list.vpcs], vpcEndpoints: [list.vpcEndpoints], cidrs: [list.cidrs] },
    actions: protectedActions(settings),
    scope: { region: '${SageMakerRegion}' },
    rootAccess: true,
    exempt: [list.exempt],
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'Policies of an organization that enforce the perimeter before anything happens. Deploy it in the management account (or a delegated administrator for policies), once for each Region where SageMaker is used.',
    Parameters: parameters(JSON.stringify(withoutOptions(denies)).length),
    Conditions: {
      HasVpcEndpoints: isGiven('VpcEndpointIds'),
      HasCidrs: isGiven('Cidrs'),
      HasExemptPrincipals: isGiven('ExemptPrincipals'),
      HasTrustedAccounts: isGiven('TrustedAccounts'),
      HasOrganization: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'OrganizationId' }, ''] }] },
      HasSettingsAdministrators: isGiven('SettingsAdministrators'),
      ForbidsRootAccess: { 'Fn::Equals': [{ Ref: 'ForbidRootAccess' }, 'yes'] },
    },
    Resources: {
      Perimeter: policy(
        'SERVICE_CONTROL_POLICY',
        'PalisadeSageMakerPerimeter-${SageMakerRegion}',
        'Ways into SageMaker from outside the approved network, and deployments that open it',
        denies,
      ),
      Settings: {
        Condition: 'HasSettingsAdministrators',
        ...policy(
          'SERVICE_CONTROL_POLICY',
          'PalisadeSettings-${SageMakerRegion}',
          'Who may change the settings of Palisade in an account',
          [keepSettings([administrators], partition)],
        ),
      },
      Strangers: {
        Condition: 'HasOrganization',
        ...policy(
          'RESOURCE_CONTROL_POLICY',
          'PalisadeStrangers-${SageMakerRegion}',
          'Roles of the accounts are for the organization',
          [denyStrangers({ organization: '${OrganizationId}', accounts: [accounts] })],
        ),
      },
    },
  };
}

function policy(Type: string, name: string, Description: string, statements: readonly object[]) {
  return {
    Type: 'AWS::Organizations::Policy',
    Properties: {
      Name: { 'Fn::Sub': name },
      Type,
      Description,
      TargetIds: { Ref: 'TargetIds' },
      Content: filled({ ...documentOf(statements) }),
      Tags: [{ Key: 'application', Value: 'palisade' }],
    },
  };
}

const principalPattern = 'arn:[a-z-]+:iam::([*]|\\d{12}):(role|user)/.+';

/** The characters of a VPC id in a policy, with quotation marks and comma. */
const idLength = 24;

function parameters(baseLength: number) {
  const most = Math.floor((quotaOf.scp.size - 100 - baseLength) / idLength / 10) * 10;
  const optional = (Description: string, AllowedPattern: string) => ({
    Type: 'CommaDelimitedList',
    Description,
    Default: '',
    AllowedPattern: `(${AllowedPattern})?`,
  });
  return {
    TargetIds: {
      Type: 'CommaDelimitedList',
      Description: 'Units, accounts or the root that the policies are attached to. Try one account first.',
      AllowedPattern: '(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\\d{12})',
    },
    SageMakerRegion: {
      Type: 'String',
      Description: 'The Region of the VPCs.',
      AllowedPattern: regionPattern,
    },
    VpcIds: {
      Type: 'CommaDelimitedList',
      Description: `The approved VPCs of this Region, of all accounts that the policies reach. About ${most} fit, less what the other lists take; for more use palisade guardrail, which spreads them.`,
      AllowedPattern: 'vpc-[0-9a-f]+',
    },
    VpcEndpointIds: optional('Approved endpoints in other VPCs.', 'vpce-[0-9a-f]+'),
    Cidrs: optional('Corporate egress ranges that count as inside.', '[0-9a-fA-F.:]+/([1-9]\\d*)'),
    ExemptPrincipals: optional(
      'ARN patterns of principals that the perimeter spares, such as break-glass roles.',
      principalPattern,
    ),
    ForbidRootAccess: {
      Type: 'String',
      Description: 'Also forbid root access on notebook instances.',
      AllowedValues: ['yes', 'no'],
      Default: 'no',
    },
    SettingsAdministrators: optional(
      'ARN patterns of who alone may change the settings and the switch of Palisade in the accounts. Empty; everybody whom the account lets.',
      principalPattern,
    ),
    OrganizationId: {
      Type: 'String',
      Description:
        'Makes the resource control policy: nobody else takes roles in the accounts. Empty; none is made.',
      Default: '',
      AllowedPattern: '(o-[a-z0-9]{10,32})?',
    },
    TrustedAccounts: optional('Accounts of others that may take roles all the same.', '\\d{12}'),
  };
}

/** The statements with only the VPCs given, without the VPC ids themselves. */
function withoutOptions(statements: readonly { readonly Sid: string }[]): object {
  const dropped = (key: string, value: unknown): unknown =>
    key in conditionOf || key === 'ArnNotLike' || value === list.vpcs ? undefined : value;
  const kept = statements.filter(({ Sid }) => !(Sid in conditionOf));
  return JSON.parse(JSON.stringify(documentOf(kept), dropped)) as object;
}

/** Replaces the placeholders with CloudFormation's functions. */
function filled(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? { 'Fn::Sub': value } : value;
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    if (value.length === 1 && typeof first === 'string' && first.startsWith('@'))
      return { Ref: first.slice(1) };
    return value.map((item: unknown) => statement(item));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      if (key === 'ArnNotLike') return [key, exempted(member)];
      const condition = conditionOf[key];
      return [key, condition === undefined ? filled(member) : when(condition, filled(member))];
    }),
  );
}

/** A statement, wrapped in a condition if it depends on a parameter. */
function statement(item: unknown): unknown {
  const sid = isRecord(item) && 'Sid' in item ? String(item['Sid']) : '';
  const condition = conditionOf[sid];
  return condition === undefined ? filled(item) : when(condition, filled(item));
}

/** The exempt principals: one of the lists, perhaps with further patterns. */
function exempted(member: unknown): unknown {
  const { 'aws:PrincipalArn': patterns } = member as { readonly 'aws:PrincipalArn': readonly string[] };
  const [parameter = '', ...more] = patterns;
  const given = { Ref: parameter.slice(1) };
  if (more.length === 0) return when('HasExemptPrincipals', { 'aws:PrincipalArn': given });
  // CloudFormation cannot append to a list, but it can split a text.
  return {
    'aws:PrincipalArn': {
      'Fn::Split': [
        ',',
        { 'Fn::Join': [',', [{ 'Fn::Join': [',', given] }, ...more.map((one) => filled(one))]] },
      ],
    },
  };
}
