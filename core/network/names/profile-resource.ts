import { splitArn } from '@palisade/iam';

/** What a resource of a Profile is: what decides how names resolve, or what does not. */
export type ProfileResourceKind = 'zone' | 'rule' | 'endpoint' | 'silent';

const prefixes: Readonly<Record<string, ProfileResourceKind>> = {
  'hostedzone/': 'zone',
  'resolver-rule/': 'rule',
  'vpc-endpoint/': 'endpoint',
  // DNS Firewall can refuse a name, which nothing here judges; query logs change no answer.
  'firewall-rule-group/': 'silent',
  'resolver-query-log-config/': 'silent',
};

/**
 * The kind and the id of a Profile's resource, by its ARN: AWS's model does not say how types are spelled. `undefined`
 * for what is not known.
 */
export function profileResourceOf(
  arn: string,
): { readonly kind: ProfileResourceKind; readonly id: string } | undefined {
  const resource = splitArn(arn)?.resource ?? '';
  const found = Object.entries(prefixes).find(([prefix]) => resource.startsWith(prefix));
  return found === undefined ? undefined : { kind: found[1], id: resource.slice(found[0].length) };
}
