import type { AwsClients } from '../adapters/aws/clients';
import { dynamoLedger } from '../adapters/ledger/dynamodb';
import type { Ledger } from '../core/model/ledger';

/** The ledger to use: the table of a deployment, by name, or a ledger that the host provides. */
export type LedgerPlace = { readonly table: string } | Ledger;

export function ledgerAt(
  place: LedgerPlace,
  clients: Pick<AwsClients, 'dynamodb'>,
  now: () => string,
): Ledger {
  return 'table' in place ? dynamoLedger({ clients, table: place.table, now }) : place;
}
