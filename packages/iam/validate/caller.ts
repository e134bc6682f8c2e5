import { arnPartsOf } from './arn';
import type { RequestView } from './view';

/** Keys that only requests of a service, in its own name, have. Source: IAM user guide, global condition keys. */
const ofServices = [
  'aws:SourceArn',
  'aws:SourceAccount',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
];

function* identityReasons(view: RequestView): Generator<string> {
  const { arn, id } = view.facts.principal;
  const isUser = arnPartsOf(arn)?.resource.startsWith('user/') === true;
  const expected: readonly (readonly [string, string])[] = [
    ['aws:PrincipalArn', arn],
    ['aws:PrincipalAccount', view.account],
    ['aws:PrincipalType', isUser ? 'User' : 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ...(isUser ? [['aws:username', arn.slice(arn.lastIndexOf('/') + 1)] as const] : []),
  ];
  for (const [key, real] of expected) {
    const value = view.text(key);
    if (value !== undefined && value !== real && !view.isGiven(key))
      yield `${key} of ${arn} is ${real}, not '${value}'`;
  }
  if (!isUser && view.shown.has('aws:username') && !view.isGiven('aws:username'))
    yield 'a role has no aws:username';
  const userId = view.text('aws:userid');
  if (userId === undefined || view.isGiven('aws:userid')) return;
  const form = isUser ? /^AIDA[A-Z0-9]{12,}$/ : /^AROA[A-Z0-9]{12,}:[\w+=,.@-]{2,64}$/;
  if (!form.test(userId))
    yield `aws:userid: '${userId}' is not that of a ${isUser ? 'user' : 'session of a role'}`;
  else if (id !== undefined && userId.split(':', 1)[0] !== id) yield `aws:userid: the id of ${arn} is ${id}`;
}

function* ownTagReasons(view: RequestView): Generator<string> {
  const { tags, sessionTags } = view.facts.principal;
  if (tags === undefined) return;
  const own = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
  for (const [key, { name, value }] of view.shown) {
    if (!key.startsWith('aws:principaltag/') || view.isGiven(key)) continue;
    const real = own.get(key.slice('aws:principaltag/'.length));
    if (sessionTags !== 'free' && real !== value)
      yield `${name}: the principal's tag is ${real ?? 'not there'}, and sessions set none`;
  }
  const lost = [...own.keys()].find((key) => view.isAbsent(`aws:principaltag/${key}`));
  if (lost !== undefined) yield `the principal has the tag '${lost}', so a request has it too`;
}

/** Who calls: everything follows from the user or role. */
export function* callerReasons(view: RequestView): Generator<string> {
  yield* identityReasons(view);
  yield* ownTagReasons(view);
  const odd = ofServices.find((key) => view.shown.has(key.toLowerCase()) && !view.isGiven(key));
  if (odd !== undefined) yield `${odd} exists only in requests that a service makes in its own name`;
  const age = view.shown.has('aws:multifactorauthage') && !view.isGiven('aws:MultiFactorAuthAge');
  const present = view.text('aws:MultiFactorAuthPresent');
  if (age && (present === 'false' || view.isAbsent('aws:MultiFactorAuthPresent')))
    yield 'aws:MultiFactorAuthAge exists only where aws:MultiFactorAuthPresent is true';
}

/** Organizations: one for each account, and paths that begin with it. */
export function* organizationReasons(view: RequestView): Generator<string> {
  for (const whose of ['Principal', 'Resource', 'Vpce']) {
    const id = view.text(`aws:${whose}OrgID`);
    const paths = view.list(`aws:${whose}OrgPaths`) ?? [];
    const odd = paths.find((path) => id !== undefined && !path.startsWith(`${id}/`));
    if (odd !== undefined) yield `aws:${whose}OrgPaths: '${odd}' is not in the organization ${id ?? ''}`;
  }
  const resource = arnPartsOf(view.request.resource);
  const own = view.text('aws:PrincipalOrgID');
  const other = view.text('aws:ResourceOrgID');
  const isOwn = resource === undefined || resource.account === view.account;
  if (isOwn && own !== undefined && other !== undefined && own !== other)
    yield `the account is in one organization, not in ${own} and ${other}`;
}
