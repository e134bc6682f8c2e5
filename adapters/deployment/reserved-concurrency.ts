import type { AwsClients } from '../aws/clients';

/** How many concurrent executions are reserved for a function. */
export interface Reservation {
  /** The name in infra/functions.yml, with which the function's physical name ends. */
  readonly name: string;
  readonly executions: number;
}

/**
 * The reservations, in the order in which they are made while there is room. They limit a storm of changes, and
 * guarantee capacity for it.
 */
export const reservations: readonly Reservation[] = [
  { name: 'on-change', executions: 5 },
  { name: 'sweep', executions: 1 },
  { name: 'on-action', executions: 2 },
  { name: 'config-rule', executions: 5 },
  { name: 'on-deploy', executions: 1 },
];

/**
 * Lambda refuses a reservation that would leave less than this to all other functions. If the account's whole quota is
 * not more than this, it refuses every reservation (Lambda developer guide, "Configuring reserved concurrency").
 */
export const leastUnreserved = 100;

type Clients = Pick<AwsClients, 'lambda'>;
/** Gives a function's physical name for its name in infra/functions.yml. */
export type NameOf = (name: string) => string;

/** The functions without a reservation, and the account's quota that was too small for them. */
export interface Unreserved {
  readonly names: readonly string[];
  readonly quota: number;
}

/**
 * Reserves concurrency for the functions that have none, as far as the account's quota allows. Reservations that
 * somebody else made stay. Makes one call per function if there is nothing to do. Rejects with AWS's error.
 */
export async function reserveForFunctions(
  { lambda }: Clients,
  nameOf: NameOf,
): Promise<Unreserved | undefined> {
  const { GetAccountSettingsCommand, PutFunctionConcurrencyCommand } = await import('@aws-sdk/client-lambda');
  const client = await lambda();
  const missing = (await reserved({ lambda }, nameOf)).filter(({ current }) => current === undefined);
  if (missing.length === 0) return undefined;
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: quota = 0, UnreservedConcurrentExecutions: unreserved = 0 } =
    AccountLimit ?? {};
  let room = unreserved - leastUnreserved;
  const refused: string[] = [];
  for (const { name, executions } of missing) {
    if (executions > room) {
      refused.push(name);
      continue;
    }
    await client.send(
      new PutFunctionConcurrencyCommand({
        FunctionName: nameOf(name),
        ReservedConcurrentExecutions: executions,
      }),
    );
    room -= executions;
  }
  return refused.length === 0 ? undefined : { names: refused, quota };
}

/** Removes what `reserveForFunctions` reserved. A different number was set by somebody else, and stays. */
export async function freeConcurrency({ lambda }: Clients, nameOf: NameOf): Promise<void> {
  for (const { name, executions, current } of await reserved({ lambda }, nameOf))
    if (current === executions) await free({ lambda }, nameOf(name));
}

/**
 * Prevents new executions of the function; running ones continue. Lambda accepts a reservation of 0 in every account.
 */
export async function closeFunction({ lambda }: Clients, FunctionName: string): Promise<void> {
  const { PutFunctionConcurrencyCommand } = await import('@aws-sdk/client-lambda');
  const command = new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 });
  await (await lambda()).send(command);
}

/** Reverts `closeFunction`, if it was called. */
export async function openFunction({ lambda }: Clients, FunctionName: string): Promise<void> {
  const { GetFunctionConcurrencyCommand } = await import('@aws-sdk/client-lambda');
  const answer = await (await lambda()).send(new GetFunctionConcurrencyCommand({ FunctionName }));
  if (answer.ReservedConcurrentExecutions === 0) await free({ lambda }, FunctionName);
}

async function free({ lambda }: Clients, FunctionName: string): Promise<void> {
  const { DeleteFunctionConcurrencyCommand } = await import('@aws-sdk/client-lambda');
  await (await lambda()).send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
}

async function reserved(
  { lambda }: Clients,
  nameOf: NameOf,
): Promise<readonly (Reservation & { readonly current: number | undefined })[]> {
  const { GetFunctionConcurrencyCommand } = await import('@aws-sdk/client-lambda');
  const client = await lambda();
  return Promise.all(
    reservations.map(async ({ name, executions }) => {
      const command = new GetFunctionConcurrencyCommand({ FunctionName: nameOf(name) });
      const { ReservedConcurrentExecutions: current } = await client.send(command);
      return { name, executions, current };
    }),
  );
}
