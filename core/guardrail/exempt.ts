import { partitionOf, type Place } from '../model/resource';

/** The principals that an SCP spares, as ARN patterns, and the entries of settings that cannot be written as such. */
export interface Exempt {
  readonly patterns: readonly string[];
  readonly left: readonly string[];
}

/**
 * `protectedPrincipals` as values of `ArnNotLike aws:PrincipalArn`. A bare name stands for a role or user of that name
 * in any account. Settings match a pattern without a path to principals with one too; this does not, because a path is
 * free to choose for whoever may create roles, and an SCP must not open for them.
 */
export function exemptArns(protectedPrincipals: readonly string[], { region }: Place): Exempt {
  const partition = partitionOf(region);
  const patterns = new Set<string>();
  const left: string[] = [];
  for (const entry of protectedPrincipals) {
    // Characters beside these are in no ARN of IAM, and some of them would be wildcards or variables in a policy.
    const isPlain = /^[\w+=,.@:/*-]+$/.test(entry);
    if (isPlain && /^arn:[^:]*:iam:[^:]*:[^:]*:[^:]+$/.test(entry))
      patterns.add(entry.replace(/^arn:aws:/, `arn:${partition}:`));
    else if (isPlain && !entry.includes(':'))
      for (const kind of ['role', 'user']) patterns.add(`arn:${partition}:iam::*:${kind}/${entry}`);
    else left.push(entry);
  }
  return { patterns: [...patterns], left };
}
