import type { NamedResource } from '../../core/model/recorded-calls';
import { isRecord } from '../../core/model/json';
import { matchesPattern } from '../../core/settings/pattern';
import type { ResourceRef, ResourceType } from '../../core/model/resource';
import { mayConcernSageMaker } from '../../core/network/names/concerned';
import { firstText, type CloudTrailRecord, textsAt, texts, unusable, valuesOf } from './cloudtrail-record';

/** Finds the resources that one kind of call changed, in its record. */
export type Finder = (detail: CloudTrailRecord) => readonly ResourceRef[];

/** The resources at a declared path. */
export function declared({ type, in: part, at, after, like }: NamedResource): Finder {
  return (detail) =>
    textsAt(detail, part, at)
      .filter((text) => like === undefined || matchesPattern(like, text))
      .map((text) => {
        const id = after === undefined ? text : text.split(after).at(-1);
        if (id !== undefined && id !== '') return { type, id };
        throw unusable(detail, ['detail', part, ...at].join('.'), `ends with ${after ?? ''}`);
      });
}

/** The resource that a request parameter names. */
export function byParameter(type: ResourceType, parameter: string): Finder {
  return declared({ type, in: 'requestParameters', at: [parameter] });
}

/** The resources of a rename: it changes the findings of both the old and the new name. */
export function renamed(type: ResourceType, parameter: string, newParameter: string): Finder {
  return (detail) => {
    const { requestParameters } = detail;
    const before = byParameter(type, parameter)(detail);
    return isRecord(requestParameters) && newParameter in requestParameters
      ? [...before, ...byParameter(type, newParameter)(detail)]
      : before;
  };
}

const ec2Types: readonly (readonly [RegExp, ResourceType])[] = [
  [/^vpce-[0-9a-z]+$/, 'AWS::EC2::VPCEndpoint'],
  [/^vpc-[0-9a-z]+$/, 'AWS::EC2::VPC'],
];

/**
 * Every endpoint and VPC id anywhere in the record. EC2 records some calls flat, and others nested under the request's
 * name with XML's list items, but the ids have the same form in both.
 */
export const networkIds: Finder = ({ requestParameters, responseElements }) =>
  [...texts(requestParameters), ...texts(responseElements)].flatMap((id) =>
    ec2Types.flatMap(([pattern, type]) => (pattern.test(id) ? [{ type, id }] : [])),
  );

/** The same for calls that always name a VPC or endpoint. A record without one has an unexpected form. */
export const someNetworkId: Finder = (detail) => {
  const refs = networkIds(detail);
  if (refs.length > 0) return refs;
  throw unusable(detail, 'detail.requestParameters', 'names no VPC and no VPC endpoint');
};

/**
 * The group whose rules changed. The record also names its peer groups, but nothing about them changed. If the request
 * does not name the group by id, the rules in the response have its id.
 */
export const securityGroupFinder: Finder = (detail) => {
  const { requestParameters, responseElements } = detail;
  const named = isRecord(requestParameters) ? requestParameters['groupId'] : undefined;
  const nested = valuesOf('GroupId', requestParameters);
  const answered = valuesOf('groupId', responseElements);
  const ids = [named, ...nested, ...answered].filter(
    (id) => typeof id === 'string' && /^sg-[0-9a-z]+$/.test(id),
  );
  return [{ type: 'AWS::EC2::SecurityGroup', id: firstText(ids, detail, 'groupId') }];
};

/** The route table, or the association if only that is named. */
export const routeTableFinder: Finder = (detail) => {
  const { requestParameters } = detail;
  const parameters = isRecord(requestParameters) ? requestParameters : {};
  const ids = [parameters['routeTableId'], parameters['associationId']];
  return [{ type: 'AWS::EC2::RouteTable', id: firstText(ids, detail, 'routeTableId') }];
};

/** The NAT gateway: its id is in the response of a creation, and in the request of a deletion. */
export const natGatewayFinder: Finder = (detail) => {
  const { requestParameters, responseElements } = detail;
  const ids = [requestParameters, responseElements]
    .flatMap(texts)
    .filter((text) => /^nat-[0-9a-z]+$/.test(text));
  return [{ type: 'AWS::EC2::NatGateway', id: firstText(ids, detail, 'natGatewayId') }];
};

/** The account itself, for a change of something that any of its VPCs may use: everything is looked at. */
export const wholeAccount: Finder = ({ account }) => [{ type: 'AWS::Account', id: account }];

/** The VPCs and endpoints that the record names; the account for a record that names none. */
export const networkIdsOrAccount: Finder = (detail) => {
  const refs = networkIds(detail);
  return refs.length > 0 ? refs : wholeAccount(detail);
};

/**
 * The account, if records are among the changed ones that SageMaker's names depend on: a record names a zone and no
 * VPC. What such a record in turn leads to, by a name of one's own, only the sweep sees.
 */
export const recordsFinder: Finder = (detail) => {
  const names = textsAt(detail, 'requestParameters', ['changeBatch', 'changes', 'resourceRecordSet', 'name']);
  return names.some(mayConcernSageMaker) ? wholeAccount(detail) : [];
};
