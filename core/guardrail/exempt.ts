import { splitArn } from '@palisade/iam';
import { inPartition } from '../model/partitions';
import { partitionOf, type Place } from '../model/resource';

/** The principals that an SCP spares, as ARN patterns, and the settings entries that cannot be written as patterns. */
export interface Exempt {
  readonly patterns: readonly string[];
  readonly unwritable: readonly string[];
}

/**
 * `protectedPrincipals` as values of `ArnNotLike aws:PrincipalArn`. A bare name stands for a role or user of that
 * name in any account. The settings match a pattern without a path to principals with a path too, but this does not:
 * anyone who may create roles can choose the path, and an SCP must not open for them.
 */
export function exemptArns(protectedPrincipals: readonly string[], place: Place): Exempt {
  const partition = partitionOf(place);
  const patterns = new Set<string>();
  const unwritable: string[] = [];
  for (const entry of protectedPrincipals) {
    // ARNs in IAM contain only these characters; some of the others would be wildcards or variables in a policy.
    const isPlain = /^[\w+=,.@:/*-]+$/.test(entry);
    if (isPlain && /^arn:[^:]*:iam:[^:]*:[^:]*:[^:]+$/.test(entry))
      patterns.add(splitArn(entry)?.partition === 'aws' ? inPartition(entry, partition) : entry);
    else if (isPlain && !entry.includes(':'))
      for (const kind of ['role', 'user']) patterns.add(`arn:${partition}:iam::*:${kind}/${entry}`);
    else unwritable.push(entry);
  }
  return { patterns: [...patterns], unwritable };
}
