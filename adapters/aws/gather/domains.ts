import { type Domain, domain } from '../../../core/slices/domains';
import type { Listing } from '../../../core/slices';
import type { Narrow } from '../../../core/snapshot';
import type { AwsClients } from '../clients';
import { allPages, asking, fitting } from './asking';
import { describeEach } from './describe-each';

/** Summaries lack the network mode, so every Studio domain is described by itself. */
export async function readDomains(
  clients: Pick<AwsClients, 'sagemaker'>,
  narrow: Narrow,
): Promise<Listing<Domain>> {
  const ids = narrow === 'all' ? await listIds(clients) : narrow;
  return describeEach(ids, (id) => describeDomain(clients, id));
}

async function listIds(clients: Pick<AwsClients, 'sagemaker'>): Promise<readonly string[]> {
  const { ListDomainsCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const domains = await allPages('sagemaker:ListDomains', async (NextToken) => {
    const reply = await client.send(
      new ListDomainsCommand({ MaxResults: 100, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    return { items: reply.Domains, next: reply.NextToken };
  });
  return domains.flatMap(({ DomainId: id }) => (id === undefined ? [] : [id]));
}

async function describeDomain(clients: Pick<AwsClients, 'sagemaker'>, id: string): Promise<Domain> {
  const { DescribeDomainCommand } = await import('@aws-sdk/client-sagemaker');
  const client = await clients.sagemaker();
  const call = 'sagemaker:DescribeDomain';
  const reply = await asking(call, () => client.send(new DescribeDomainCommand({ DomainId: id })));
  return fitting(call, domain, reply);
}
