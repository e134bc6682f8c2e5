import type { AwsClients } from '../../adapters/aws/clients';
import type { FindingRecord, Ledger } from '../../core/model/ledger';
import type { Expectation } from './expectations';

/** The end state of one seeded resource, and whether it is the expected one. */
export interface Checked {
  readonly expectation: Expectation;
  readonly record: FindingRecord | undefined;
  /** What is not as it should be; empty when all is well. */
  readonly problems: readonly string[];
}

/**
 * Compares AWS itself, the ledger, the open tickets and Security Hub with what the scenario demands. Palisade's own
 * reports alone never count as evidence.
 */
export async function checkScenario(
  expected: readonly Expectation[],
  clients: AwsClients,
  ledger: Ledger,
): Promise<readonly Checked[]> {
  const records = await ledger.list();
  const tickets = await openTickets(clients);
  const hub = await hubFindings(clients);
  return Promise.all(
    expected.map(async (expectation) => {
      const { rule, resource, end } = expectation;
      const record = records.find((entry) => entry.rule === rule && entry.resource.id === resource);
      const problems: string[] = [];
      if (!(await expectation.holds(clients))) problems.push('AWS is not in the state that it should be in');
      const outcome = record?.outcome;
      if (outcome !== outcomes[end])
        problems.push(`the ledger says ${outcome ?? 'nothing'}, not ${outcomes[end] ?? 'nothing'}`);
      const ticket = record?.ticket;
      const hasTicket = ticket?.open === true && tickets.has(ticket.id);
      if (needsTicket.has(end) !== hasTicket)
        problems.push(hasTicket ? 'a ticket is still open' : 'there is no open ticket');
      const compliance = record === undefined ? undefined : hub.get(`palisade/${record.id}`);
      if (compliance !== hubStatus[end])
        problems.push(`Security Hub says ${compliance ?? 'nothing'}, not ${hubStatus[end] ?? 'nothing'}`);
      return { expectation, record, problems };
    }),
  );
}

/**
 * Failing findings that the scenario does not name (other rules judge the same resources) and that have no open ticket:
 * each would be drift that nobody was notified about.
 */
export async function unnotified(
  expected: readonly Expectation[],
  clients: AwsClients,
  ledger: Ledger,
): Promise<readonly string[]> {
  // Records first: a ticket that is opened in between belongs to one of them.
  const records = await ledger.list();
  const tickets = await openTickets(clients);
  const isExpected = ({ rule, resource }: FindingRecord): boolean =>
    expected.some((one) => one.rule === rule && one.resource === resource.id);
  return records
    .filter(
      (record) => record.status === 'fail' && !isExpected(record) && !tickets.has(record.ticket?.id ?? ''),
    )
    .map(({ id, outcome }) => `${id} is ${outcome}, without a ticket`);
}

/** The outcome in the ledger for each expected end; `undefined` where there is no finding. */
export const outcomes: Readonly<Record<Expectation['end'], FindingRecord['outcome'] | undefined>> = {
  fixed: 'fixed',
  contained: 'contained',
  ticket: 'ticketed',
  exempt: 'exempt',
  unknown: 'unknown',
  clean: undefined,
};

const needsTicket: ReadonlySet<Expectation['end']> = new Set(['contained', 'ticket']);

/** Compliance.Status in Security Hub. An exempt finding keeps failing there, suppressed, so that it stays visible. */
const hubStatus: Readonly<Record<Expectation['end'], string | undefined>> = {
  fixed: 'PASSED',
  contained: 'FAILED',
  ticket: 'FAILED',
  exempt: 'FAILED',
  unknown: 'WARNING',
  clean: undefined,
};

async function openTickets(clients: AwsClients): Promise<ReadonlySet<string>> {
  const { paginateDescribeOpsItems } = await import('@aws-sdk/client-ssm');
  const client = await clients.ssm();
  const filter = { Key: 'Status', Operator: 'Equal', Values: ['Open'] } as const;
  const ids = new Set<string>();
  for await (const page of paginateDescribeOpsItems(
    { client },
    { OpsItemFilters: [{ ...filter, Values: ['Open'] }] },
  ))
    for (const { OpsItemId } of page.OpsItemSummaries ?? []) ids.add(OpsItemId ?? '');
  return ids;
}

async function hubFindings(clients: AwsClients): Promise<ReadonlyMap<string, string | undefined>> {
  const { paginateGetFindings } = await import('@aws-sdk/client-securityhub');
  const client = await clients.securityhub();
  const found = new Map<string, string | undefined>();
  for await (const page of paginateGetFindings({ client }, {}))
    for (const { Id, Compliance } of page.Findings ?? []) found.set(Id ?? '', Compliance?.Status);
  return found;
}
