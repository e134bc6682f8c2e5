import { z } from 'zod';
import { concernsSageMaker } from '../../../core/network/names/concerned';
import type { ResolverRule } from '../../../core/slices/resolver-rules';
import { askingPages, fitting } from './asking';
import { listRules } from './dns';
import type { GatherContext, Gatherer } from './gatherer';
import { inOwnVpcs } from './own-vpcs';
import { vpcIds } from './selected';

const call = 'route53resolver:ListResolverRuleAssociations';
const associations = z.array(
  z.object({
    Id: z.string().optional(),
    ResolverRuleId: z.string(),
    VPCId: z.string(),
    Status: z.string().optional(),
  }),
);
type Association = z.infer<typeof associations>[number];

/**
 * The rules of Route 53 Resolver in effect in the VPCs: own ones, those that other accounts share, and what Resolver
 * makes by itself, as far as the API lists it. Two lists, however many VPCs.
 */
export const resolverRules: Gatherer<'resolverRules'> = {
  calls: [call, listRules],
  read: async (wanted, context) => {
    const vpcs = await vpcIds(wanted, context);
    if (vpcs.length === 0) return {};
    const all = await readAssociations(context);
    return inOwnVpcs(vpcs, context, 'Resolver rules', (vpcId) =>
      rulesOf(
        all.filter(({ VPCId }) => VPCId === vpcId),
        context,
      ),
    );
  },
};

async function readAssociations({
  clients,
}: Pick<GatherContext, 'clients'>): Promise<readonly Association[]> {
  const { ListResolverRuleAssociationsCommand } = await import('../route53/resolver');
  const client = await clients.route53resolver();
  const found = await askingPages(
    call,
    (NextToken) => client.send(new ListResolverRuleAssociationsCommand({ MaxResults: 100, NextToken })),
    ({ ResolverRuleAssociations }) => ResolverRuleAssociations,
  );
  return fitting(call, associations, found);
}

/** The rules of one VPC, or why they do not say what Resolver does there. */
async function rulesOf(
  of: readonly Association[],
  { dns, place }: Pick<GatherContext, 'dns' | 'place'>,
): Promise<ResolverRule[] | { readonly unreadable: string }> {
  const rules: ResolverRule[] = [];
  const seen = await dns.rules();
  for (const { ResolverRuleId: id, Status = settled } of of) {
    // An association that could not be made has no effect.
    if (Status === 'FAILED') continue;
    const rule = seen.get(id);
    if (rule === undefined) {
      // Resolver's own rules say what it does without rules.
      if (id.startsWith('rslvr-autodefined-')) continue;
      return { unreadable: `${listRules} does not list ${id}, which is associated with the VPC` };
    }
    const state = [Status, rule.Status ?? settled].find((each) => each !== settled);
    if (state !== undefined && concernsSageMaker(rule.DomainName ?? '.', place))
      return {
        unreadable: `the Resolver rule ${id} for ${rule.DomainName ?? 'an unknown name'} is ${state} in the VPC`,
      };
    const { Status: _, ...content } = rule;
    rules.push(content);
  }
  return rules;
}

/** The status of a rule, and of its association, that is in effect. */
const settled = 'COMPLETE';
