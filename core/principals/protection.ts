import { matchesPattern } from '../settings/pattern';
import type { Settings } from '../settings';
import { isServiceLinked, type Principal } from './assemble';

/** Why Palisade never changes a principal; the finding then ends in a ticket that says what to do elsewhere. */
export interface Protection {
  readonly kind: 'service-linked' | 'identity-center' | 'own' | 'protected';
  readonly because: string;
}

/** Palisade's own roles live under this path, whatever the stage is called. */
export const ownPath = '/palisade/';

/**
 * Principals that are never touched: those that AWS keeps (service-linked roles, roles of IAM Identity Center), our
 * own roles, and what settings protect (break-glass).
 */
export function protectionOf(
  principal: Pick<Principal, 'kind' | 'name' | 'arn' | 'path'>,
  settings: Settings,
): Protection | undefined {
  const { path, name, arn } = principal;
  if (isServiceLinked(principal))
    return { kind: 'service-linked', because: 'it is a service-linked role, which only AWS can change' };
  if (path.startsWith('/aws-reserved/sso.amazonaws.com/') || name.startsWith('AWSReservedSSO_'))
    return {
      kind: 'identity-center',
      because: 'IAM Identity Center keeps this role; put the policy into its permission set instead',
    };
  if (principal.kind === 'role' && path.startsWith(ownPath))
    return { kind: 'own', because: "it is one of Palisade's own roles" };
  const names = [...[arn, withoutPath(principal)].flatMap((one) => [one, inAws(one)]), name];
  const pattern = settings.protectedPrincipals.find((entry) =>
    names.some((text) => matchesPattern(entry, text)),
  );
  if (pattern === undefined) return undefined;
  return { kind: 'protected', because: `settings protect it (protectedPrincipals: ${pattern})` };
}

/** The same of a user's or role's ARN, where nothing else is known. */
export function protectionOfArn(arn: string, settings: Settings): Protection | undefined {
  const [kind, ...path] = (arn.split(':')[5] ?? '').split('/');
  const name = path.at(-1);
  if ((kind !== 'user' && kind !== 'role') || name === undefined) return undefined;
  return protectionOf(
    {
      kind,
      name,
      arn,
      path: `/${path
        .slice(0, -1)
        .map((part) => `${part}/`)
        .join('')}`,
    },
    settings,
  );
}

/** The ARN as it would be without a path: `role/break-glass-*` is meant to protect `role/ops/break-glass-1` too. */
function withoutPath({ arn, kind, name }: Pick<Principal, 'kind' | 'name' | 'arn'>): string {
  const [, partition = 'aws', , , account = ''] = arn.split(':');
  return `arn:${partition}:iam::${account}:${kind}/${name}`;
}

/** Settings that were written for another partition protect here too. */
function inAws(arn: string): string {
  return arn.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:');
}
