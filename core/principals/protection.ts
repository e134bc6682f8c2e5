import { splitArn } from '@palisade/iam';
import { inPartition } from '../model/partitions';
import { matchesPattern } from '../settings/pattern';
import type { Settings } from '../settings';
import { isServiceLinked, type Principal } from './assemble';
import { arnWithoutPath } from './arns';

/** Why Palisade never changes a principal. The finding then ends in a ticket that describes what to do elsewhere. */
export interface Protection {
  readonly kind: 'service-linked' | 'identity-center' | 'own' | 'protected';
  readonly because: string;
}

/** The IAM path of Palisade's own roles, whatever the stage is called. */
export const ownPath = '/palisade/';

/**
 * Whether and why a principal is never changed: because AWS manages it (service-linked roles, roles of IAM Identity
 * Center), because it is one of our own roles, or because the settings protect it (break-glass).
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
      because: 'IAM Identity Center manages this role; put the policy into its permission set instead',
    };
  if (principal.kind === 'role' && path.startsWith(ownPath))
    return { kind: 'own', because: "it is one of Palisade's own roles" };
  // `role/break-glass-*` is meant to protect `role/ops/break-glass-1` too.
  const arns = [arn, arnWithoutPath(principal)];
  const names = [...arns, ...arns.map(inAws), name];
  const pattern = settings.protectedPrincipals.find((entry) =>
    names.some((text) => matchesPattern(entry, text)),
  );
  if (pattern === undefined) return undefined;
  return { kind: 'protected', because: `the settings protect it (protectedPrincipals: ${pattern})` };
}

/** The same for the ARN of a user or role of which nothing else is known. */
export function protectionOfArn(arn: string, settings: Settings): Protection | undefined {
  const [kind, ...path] = (splitArn(arn)?.resource ?? '').split('/');
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

/** The ARN in partition `aws`: settings written for that partition must protect in every other too. */
function inAws(arn: string): string {
  return inPartition(arn, 'aws');
}
