import { arnPartsOf, wrongArn } from './arn';
import { type KeyKind, serviceReference } from './reading';
import { readMoment } from './time';
import { isOverHttp } from './resource';
import type { RequestView } from './view';

/** Global keys with several values. Source: IAM user guide, global condition keys, as all of this table. */
const lists: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
]);

const booleans = [
  'aws:AssumedRoot',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalIsAWSService',
  'aws:SecureTransport',
  'aws:ViaAWSService',
];

const organization = 'o-[a-z0-9]{10,32}';
const orgPath = String.raw`${organization}/r-[0-9a-z]{4,32}/(?:ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}/)*`;
const session = String.raw`[\w+=,.@-]{2,64}`;

/** Keys by lower-case name: the form of each value, and what it is called. */
const forms: ReadonlyMap<string, readonly [form: RegExp, what: string]> = new Map(
  (
    [
      ...booleans.map((key) => [key, 'true|false', 'true or false'] as const),
      ...['Principal', 'Resource', 'Vpce'].flatMap(
        (whose) =>
          [
            [`aws:${whose}Account`, String.raw`\d{12}`, 'an account id'],
            [`aws:${whose}OrgID`, organization, 'the id of an organization'],
            [`aws:${whose}OrgPaths`, orgPath, 'a path in an organization'],
          ] as const,
      ),
      ['aws:MultiFactorAuthAge', String.raw`\d{1,9}`, 'a number of seconds'],
      ['aws:PrincipalType', 'Account|User|FederatedUser|AssumedRole|Anonymous', 'a type of principal'],
      ['aws:SourceIdentity', session, 'a source identity'],
      ['sts:RoleSessionName', session, 'the name of a session'],
      ['iam:PassedToService', String.raw`[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?`, 'the principal of a service'],
      [
        'iam:PolicyARN',
        String.raw`arn:[a-z-]+:iam::(?:\d{12}|aws):policy/[\w+=,.@/-]+`,
        'the ARN of a policy',
      ],
      [
        'iam:PermissionsBoundary',
        String.raw`arn:[a-z-]+:iam::(?:\d{12}|aws):policy/[\w+=,.@/-]+`,
        'the ARN of a policy',
      ],
      // Enumerations of SageMaker's API model, botocore 1.44.8.
      ['sagemaker:AppNetworkAccessType', 'PublicInternetOnly|VpcOnly', 'PublicInternetOnly or VpcOnly'],
      ['sagemaker:DirectInternetAccess', 'Enabled|Disabled', 'Enabled or Disabled'],
      ['sagemaker:RootAccess', 'Enabled|Disabled', 'Enabled or Disabled'],
      ['sagemaker:SpaceSharingType', 'Private|Shared', 'Private or Shared'],
      ['sagemaker:InstanceTypes', String.raw`(?:ml\.[a-z0-9-]+\.[a-z0-9]+|system)`, 'a type of instance'],
      ['sagemaker:VpcSecurityGroupIds', 'sg-(?:[0-9a-f]{8}|[0-9a-f]{17})', 'the id of a security group'],
      ['sagemaker:VpcSubnets', 'subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})', 'the id of a subnet'],
    ] as const
  ).map(([key, pattern, what]) => [key.toLowerCase(), [new RegExp(`^(?:${pattern})$`), what]]),
);

/** Keys of services by the kind that the service authorization reference gives them. */
function kindOf(key: string): KeyKind | undefined {
  return serviceReference(key.split(':', 1)[0] ?? '')?.keys.get(key);
}

function isOfKind(kind: KeyKind, text: string, partition: string): boolean {
  if (kind === 'bool') return text === 'true' || text === 'false';
  if (kind === 'number') return /^-?\d+(?:\.\d+)?$/.test(text);
  if (kind === 'date') return readMoment(text) !== undefined;
  if (kind === 'arn') return arnPartsOf(text) !== undefined && wrongArn(text, partition) === undefined;
  return true;
}

const words: Readonly<Record<KeyKind, string>> = {
  arn: 'an ARN of the partition',
  bool: 'true or false',
  date: 'a moment',
  list: 'a list',
  number: 'a number',
};

/** Ids and paths that policies name may be shorter than AWS gives them, as in examples (`o-1`, `subnet-1`). */
const nearlyId = /^(?:o|sg|subnet)-[0-9a-z]+(?:\/(?:r|ou)-[0-9a-z-]+)*\/?$/;

/** What is wrong with the value of one key by itself. */
export function* formatReasons(view: RequestView): Generator<string> {
  const named = new Set(view.facts.named);
  for (const [key, { name, value }] of view.shown) {
    if (view.isGiven(key)) continue;
    const kind = kindOf(key);
    const isList = typeof value !== 'string';
    if ((lists.has(key) || kind === 'list') && !isList) yield `${name} has several values, so it is a list`;
    else if (isList && !lists.has(key) && kind !== 'list' && (key.startsWith('aws:') || kind !== undefined))
      yield `${name} has one value, not a list`;
    if (isList && value.length === 0) yield `${name}: a list without values is no list`;
    const form = forms.get(key);
    for (const text of isList ? value : [value]) {
      if (named.has(text) && nearlyId.test(text)) continue;
      if (form?.[0].test(text) === false) yield `${name}: '${text}' is not ${form[1]}`;
      else if (form === undefined && kind !== undefined && !isOfKind(kind, text, view.partition))
        yield `${name}: '${text}' is not ${words[kind]}`;
    }
  }
}

/** SageMaker refuses what does not come over HTTPS. */
export function* transportReasons(view: RequestView): Generator<string> {
  const isInsecure = view.text('aws:SecureTransport') === 'false' && !view.isGiven('aws:SecureTransport');
  if (isInsecure && view.service === 'sagemaker' && !isOverHttp(view.request.action))
    yield 'aws:SecureTransport: SageMaker is reached over HTTPS only';
}
