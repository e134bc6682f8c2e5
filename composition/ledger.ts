import type { AwsClients } from '../adapters/aws/clients';
import { dynamoLedger } from '../adapters/ledger/dynamodb';
import type { Ledger } from '../core/model/ledger';

/** What is remembered in: the table of a deployment by its name, or a ledger of the host's own. */
export type LedgerPlace = { readonly table: string } | Ledger;

export function ledgerAt(
  place: LedgerPlace,
  clients: Pick<AwsClients, 'dynamodb'>,
  now: () => string,
): Ledger {
  return 'table' in place ? dynamoLedger({ clients, table: place.table, now }) : place;
}
