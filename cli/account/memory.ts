import { existsSync } from 'node:fs';
import { type Deployment, findDeployment } from '../../adapters/aws/deployment';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { type Io, write } from '../io';
import type { LedgerOptions } from '../options';
import { fileLedger } from '../ledger/file-ledger';
import { counted } from '../output/words';
import type { LiveSource } from './source';

/** What a command remembers in, and with whom it shares that. */
export interface Memory {
  /** The table of a deployed Palisade; absent: `ledger`. */
  readonly table?: string;
  /** Path of the file for an account without a deployment. */
  readonly ledger: string;
  /** Where the table was found by its stack. */
  readonly deployment?: Deployment;
}

const defaultLedger = 'out/palisade-ledger.json';

/**
 * What was named (a table, then a file), or else the table of the deployment that is there, which is said in one line
 * on stderr; a file only where there is certainly none: two memories of one account would act against each other. Nor is
 * the file of the working directory obeyed without a word: somebody else may have put it there.
 * @throws BadInputError where nothing was named and it cannot be told whether a Palisade is deployed here
 */
export async function memoryOf(options: LedgerOptions, source: LiveSource, io: Io): Promise<Memory> {
  const { table, ledger = defaultLedger } = options;
  if (table !== undefined) return { table, ledger };
  if (options.ledger !== undefined) return { ledger };
  const deployment = await deploymentOr(options.stack, source, waysOn);
  if (deployment === undefined) {
    if (existsSync(ledger)) await write(io.stderr, await fileLine(ledger, io));
    return { ledger };
  }
  await write(io.stderr, `deployment ${deployment.stack}, table ${deployment.table}\n`);
  return { table: deployment.table, ledger, deployment };
}

/** @throws BadInputError for a file that is no ledger */
async function fileLine(ledger: string, { now }: Pick<Io, 'now'>): Promise<string> {
  const findings = await fileLedger(ledger, now).list();
  return `ledger: ${ledger} here (${counted(findings.length, 'finding')})\n`;
}

const waysOn =
  "say what to work with: --table NAME, a deployment's DynamoDB table, or --ledger FILE where none is deployed";

/**
 * The deployment that is there, or the one of this name.
 * @param otherwise how to go on where CloudFormation does not tell
 * @throws BadInputError
 */
export async function deploymentOr(
  stack: string | undefined,
  { clients, place }: Pick<LiveSource, 'clients' | 'place'>,
  otherwise: string,
): Promise<Deployment | undefined> {
  try {
    return await findDeployment(clients, place, stack);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { kind } = error.failure;
    const needed =
      kind === 'denied'
        ? 'The credentials need cloudformation:DescribeStackResources and cloudformation:DescribeStacks; or '
        : 'Try again, or ';
    throw new BadInputError(
      'deployment',
      '',
      `it cannot be told whether a Palisade is deployed here: ${error.message}\n${needed}${otherwise}.`,
    );
  }
}
