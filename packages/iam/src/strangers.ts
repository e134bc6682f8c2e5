import type { Names } from './endpoint-actions';
import type { EndpointQuestion } from './endpoint-question';

/** Requests of one kind of principal of one account on resources of one account, in which to search for a witness. */
export interface Stranger {
  readonly action: string;
  /** ARN pattern. */
  readonly resource: string;
  /** A document that allows the requests of these callers. */
  readonly caller: unknown;
  readonly fixed: Readonly<Record<string, string | readonly string[]>>;
}

/** Account ids that belong to nobody. */
const nobodys = ['999999999999', '888888888888', '777777777777', '666666666666'];

/** The account ids in the document; for a part of one before or after a `*`, an id that fits. */
function mentioned(document: unknown): readonly string[] {
  const text = JSON.stringify([document]);
  const parts = [
    ...[...text.matchAll(/(?<!\d)\d{12}(?!\d)/g)].map(([id]) => id),
    ...[...text.matchAll(/(?<!\d)\d{1,11}(?=\*)/g)].map(([digits]) => digits.padEnd(12, '0')),
    ...[...text.matchAll(/(?<=\*)\d{1,11}(?!\d)/g)].map(([digits]) => digits.padStart(12, '1')),
  ];
  return [...new Set(parts)];
}

/**
 * Where a foreign request may be found, the simplest first: an account that the policy does not mention, then those
 * that it mentions; as roles and as users; on the ARN types of the actions and on any type.
 */
export function* strangers(
  foreign: 'principal' | 'resource',
  everyResource: string,
  document: unknown,
  names: Names,
  { own, region, partition, service, arnService = service, actions }: EndpointQuestion,
): Generator<Stranger> {
  const known = [...own.accounts, ...mentioned(document)];
  const [fresh = '', second = ''] = nobodys.filter((account) => !known.includes(account));
  const others = [fresh, ...known.filter((account) => !own.accounts.includes(account))];
  const callers =
    foreign === 'principal' ? others : [...own.accounts, ...(own.organization === null ? [] : [second])];
  const isNone = everyResource === '*';
  const typed = names.flatMap((name) => actions.filter((action) => action.name === name));
  const targets = [...typed, { name: names[0], type: '*' }];
  for (const caller of callers)
    for (const kind of ['role', 'user'])
      for (const owner of isNone
        ? [caller]
        : foreign === 'principal'
          ? [...own.accounts, caller, second]
          : others)
        for (const { name, type } of targets)
          yield {
            action: name,
            resource: isNone ? '*' : `arn:${partition}:${arnService}:${region}:${owner}:${type}`,
            caller: callersLike(`arn:${partition}:iam::${caller}:${kind}/?*`),
            fixed: {
              'aws:PrincipalAccount': caller,
              'aws:ResourceAccount': owner,
              'aws:PrincipalType': kind === 'role' ? 'AssumedRole' : 'User',
              ...(kind === 'role' ? { 'aws:username': [] } : {}),
            },
          };
}

function callersLike(pattern: string): unknown {
  const Condition = { StringLike: { 'aws:PrincipalArn': pattern } };
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition };
  return { Version: '2012-10-17', Statement };
}
