import { BadInputError } from '../../core/bad-input';
import type { ResourceRef, ResourceType } from '../../core/resource';
import { approvalEvents } from '../tickets/approvals';

/** The part of a CloudTrail record that says what was changed. */
interface RecordedCall {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: unknown;
  readonly responseElements?: unknown;
}

/** Finds what one kind of call changed in its record. */
type Finder = (detail: RecordedCall) => readonly ResourceRef[];

/**
 * The resources that a recorded call changed; none for calls that no rule depends on. Tags and lifecycle
 * configurations are such: no verdict depends on them.
 */
export function refsIn(detail: RecordedCall): readonly ResourceRef[] {
  const find = finders[detail.eventSource]?.[detail.eventName];
  return find === undefined ? [] : find(detail);
}

/** The resource that a request parameter names. */
function named(type: ResourceType, parameter: string): Finder {
  return (detail) => [{ type, id: textAt(detail, 'requestParameters', [parameter]) }];
}

/** Both: a rename changes the finding of the old name and of the new one. */
function renamed(type: ResourceType, parameter: string, newParameter: string): Finder {
  return (detail) => {
    const { requestParameters } = detail;
    const hasNew = typeof requestParameters === 'object' && requestParameters !== null;
    const before = named(type, parameter)(detail);
    return hasNew && newParameter in requestParameters
      ? [...before, ...named(type, newParameter)(detail)]
      : before;
  };
}

/** The text at a path, or an error that names the place. */
function textAt(
  detail: RecordedCall,
  part: 'requestParameters' | 'responseElements',
  path: readonly string[],
): string {
  let value: unknown = detail[part];
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  const place = ['detail', part, ...path].join('.');
  throw new BadInputError(`${detail.eventName} event ${detail.eventID}`, place, 'is missing or not text');
}

const ec2Types: readonly (readonly [RegExp, ResourceType])[] = [
  [/^vpce-[0-9a-z]+$/, 'AWS::EC2::VPCEndpoint'],
  [/^vpc-[0-9a-z]+$/, 'AWS::EC2::VPC'],
];

/**
 * Every endpoint and VPC id anywhere in the record. EC2 records some calls flat, some nested under the request's
 * name and with XML's list items; the ids look the same everywhere.
 */
const networkIds: Finder = ({ requestParameters, responseElements }) =>
  [...texts(requestParameters), ...texts(responseElements)].flatMap((id) =>
    ec2Types.flatMap(([pattern, type]) => (pattern.test(id) ? [{ type, id }] : [])),
  );

/** The same for calls that always name one: without it the record is not what we think. */
const someNetworkId: Finder = (detail) => {
  const refs = networkIds(detail);
  if (refs.length > 0) return refs;
  throw new BadInputError(
    `${detail.eventName} event ${detail.eventID}`,
    'detail.requestParameters',
    'names no VPC and no VPC endpoint',
  );
};

/** All texts at any depth. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
}

/**
 * The group whose rules changed. Its peers in the record are groups too, but nothing about them changed; where the
 * request names the group otherwise, the rules in the response tell its id.
 */
const securityGroup: Finder = (detail) => {
  const { requestParameters, responseElements } = detail;
  const named = isObject(requestParameters) ? requestParameters['groupId'] : undefined;
  const nested = valuesOf('GroupId', requestParameters);
  const answered = valuesOf('groupId', responseElements);
  const ids = [named, ...nested, ...answered].filter(
    (id) => typeof id === 'string' && /^sg-[0-9a-z]+$/.test(id),
  );
  return [{ type: 'AWS::EC2::SecurityGroup', id: firstText(ids, detail, 'groupId') }];
};

/** The table, or the association where only that is named. */
const routeTable: Finder = (detail) => {
  const { requestParameters } = detail;
  const parameters = isObject(requestParameters) ? requestParameters : {};
  const ids = [parameters['routeTableId'], parameters['associationId']];
  return [{ type: 'AWS::EC2::RouteTable', id: firstText(ids, detail, 'routeTableId') }];
};

/** Creation names it in the response, deletion in the request. */
const natGateway: Finder = (detail) => {
  const { requestParameters, responseElements } = detail;
  const ids = [requestParameters, responseElements]
    .flatMap(texts)
    .filter((text) => /^nat-[0-9a-z]+$/.test(text));
  return [{ type: 'AWS::EC2::NatGateway', id: firstText(ids, detail, 'natGatewayId') }];
};

function firstText(values: readonly unknown[], detail: RecordedCall, parameter: string): string {
  const found = values.find((value) => typeof value === 'string' && value !== '');
  if (typeof found === 'string') return found;
  const place = `detail.requestParameters.${parameter}`;
  throw new BadInputError(`${detail.eventName} event ${detail.eventID}`, place, 'is missing or not text');
}

/** The values of members with this name, at any depth but not inside what it points to. */
function valuesOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(name, item));
  if (!isObject(value)) return [];
  if (name in value) return [value[name]];
  return Object.values(value).flatMap((member) => valuesOf(name, member));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notebook = named('AWS::SageMaker::NotebookInstance', 'notebookInstanceName');
const domain = named('AWS::SageMaker::Domain', 'domainId');
const user = named('AWS::IAM::User', 'userName');
const role = named('AWS::IAM::Role', 'roleName');
const group = named('AWS::IAM::Group', 'groupName');
const policy = named('AWS::IAM::Policy', 'policyArn');

/** CreateDomain's request has only the domain's name; its id ends the ARN in the response. */
const createdDomain: Finder = (detail) => {
  const arn = textAt(detail, 'responseElements', ['domainArn']);
  return [{ type: 'AWS::SageMaker::Domain', id: arn.slice(arn.lastIndexOf('/') + 1) }];
};

function all(names: readonly string[], finder: Finder): Readonly<Record<string, Finder>> {
  return Object.fromEntries(names.map((name) => [name, finder]));
}

/** Event source and name → what it changed. */
const finders: Readonly<Record<string, Readonly<Record<string, Finder>>>> = {
  'sagemaker.amazonaws.com': {
    ...all(
      [
        'CreateNotebookInstance',
        'UpdateNotebookInstance',
        'StartNotebookInstance',
        'StopNotebookInstance',
        'DeleteNotebookInstance',
      ],
      notebook,
    ),
    CreateDomain: createdDomain,
    ...all(
      [
        'UpdateDomain',
        'DeleteDomain',
        'CreateUserProfile',
        'UpdateUserProfile',
        'CreateSpace',
        'CreateApp',
        'DeleteApp',
      ],
      domain,
    ),
  },
  'ec2.amazonaws.com': {
    ...all(
      ['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints', 'ModifyVpcAttribute', 'CreateVpc'],
      someNetworkId,
    ),
    ...all(['CreateTags', 'DeleteTags'], networkIds),
    ...all(
      [
        'AuthorizeSecurityGroupIngress',
        'AuthorizeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        'RevokeSecurityGroupEgress',
        'ModifySecurityGroupRules',
      ],
      securityGroup,
    ),
    ...all(
      [
        'CreateRoute',
        'ReplaceRoute',
        'DeleteRoute',
        'AssociateRouteTable',
        'DisassociateRouteTable',
        'ReplaceRouteTableAssociation',
      ],
      routeTable,
    ),
    ...all(['CreateNatGateway', 'DeleteNatGateway'], natGateway),
  },
  'route53.amazonaws.com': {
    ...all(['AssociateVPCWithHostedZone', 'DisassociateVPCFromHostedZone'], someNetworkId),
    // A public zone names no VPC.
    CreateHostedZone: networkIds,
  },
  'iam.amazonaws.com': {
    ...all(
      [
        'CreateUser',
        'DeleteUser',
        'PutUserPolicy',
        'DeleteUserPolicy',
        'AttachUserPolicy',
        'DetachUserPolicy',
        'PutUserPermissionsBoundary',
        'DeleteUserPermissionsBoundary',
        'AddUserToGroup',
        'RemoveUserFromGroup',
        'TagUser',
        'UntagUser',
      ],
      user,
    ),
    UpdateUser: renamed('AWS::IAM::User', 'userName', 'newUserName'),
    ...all(
      [
        'CreateRole',
        'DeleteRole',
        'PutRolePolicy',
        'DeleteRolePolicy',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
        'UpdateAssumeRolePolicy',
        'TagRole',
        'UntagRole',
      ],
      role,
    ),
    ...all(
      [
        'CreateGroup',
        'DeleteGroup',
        'PutGroupPolicy',
        'DeleteGroupPolicy',
        'AttachGroupPolicy',
        'DetachGroupPolicy',
      ],
      group,
    ),
    UpdateGroup: renamed('AWS::IAM::Group', 'groupName', 'newGroupName'),
    CreatePolicy: (detail) => [
      { type: 'AWS::IAM::Policy', id: textAt(detail, 'responseElements', ['policy', 'arn']) },
    ],
    ...all(['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'], policy),
  },
};

/** Event source → the names of its events that concern a rule: what the EventBridge rules have to let through. */
export const cloudTrailEvents: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(finders).map(([eventSource, byName]) => [eventSource, Object.keys(byName)]),
  ),
  ...approvalEvents,
};
