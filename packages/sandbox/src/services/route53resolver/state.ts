import type { SentRule, SentRuleAssociation } from './sdk';

interface ResolverState {
  /** By id. */
  readonly rules: Map<string, SentRule>;
  readonly associations: Map<string, SentRuleAssociation>;
}

export const ROUTE53RESOLVER_SLOT = {
  name: 'route53resolver',
  scope: 'regional' as const,
  create: (): ResolverState => ({ rules: new Map(), associations: new Map() }),
};
