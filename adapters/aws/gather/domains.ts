import { type Domain, domain } from '../../../core/slices/domains';
import { askingPages, asking, fitting } from './asking';
import { describeEach } from './describe-each';
import type { GatherContext, Gatherer } from './gatherer';
import { namedOrNear } from './selected';

type Clients = Pick<GatherContext['clients'], 'sagemaker'>;

const listCall = 'sagemaker:ListDomains';
const describeCall = 'sagemaker:DescribeDomain';

/** Reads Studio domains. The list lacks the network mode, so each domain is described individually. */
export const domains: Gatherer<'domains'> = {
  calls: [listCall, describeCall],
  read: async (wanted, context) => {
    const { clients } = context;
    const meant = await namedOrNear(wanted, context);
    const ids = meant === 'all' ? await listIds(clients) : meant;
    return describeEach(ids, (id) => describeDomain(clients, id));
  },
};

async function listIds(clients: Clients): Promise<readonly string[]> {
  const { ListDomainsCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const found = await askingPages(
    listCall,
    (NextToken) => client.send(new ListDomainsCommand({ MaxResults: 100, NextToken })),
    ({ Domains }) => Domains,
  );
  return found.flatMap(({ DomainId }) => DomainId ?? []);
}

async function describeDomain(clients: Clients, DomainId: string): Promise<Domain> {
  const { DescribeDomainCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const reply = await asking(describeCall, () => client.send(new DescribeDomainCommand({ DomainId })));
  return fitting(describeCall, domain, reply);
}
