import type { ResolverRule, ResolverRuleAssociation } from './sdk';

interface ResolverState {
  /** By id. */
  readonly rules: Map<string, ResolverRule>;
  readonly associations: Map<string, ResolverRuleAssociation>;
}

export const ROUTE53RESOLVER_SLOT = {
  name: 'route53resolver',
  scope: 'regional' as const,
  create: (): ResolverState => ({ rules: new Map(), associations: new Map() }),
};
