import { existsSync } from 'node:fs';
import { type Deployment, findDeployment } from '../../adapters/aws/deployment';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { type Io, write } from '../io';
import type { LedgerOptions } from '../options';
import { fileLedger } from '../ledger/file-ledger';
import { counted } from '../output/words';
import type { LiveSource } from './source';

/** Where a command keeps its records, and with whom it shares them. */
export interface Memory {
  /** The table of a deployed Palisade; absent: `ledger`. */
  readonly table?: string;
  /** Path of the file for an account without a deployment. */
  readonly ledger: string;
  /** Present when the table was found through its stack. */
  readonly deployment?: Deployment;
}

const defaultLedger = 'out/palisade-ledger.json';

/**
 * The ledger to work with: the table or file that was named, or else the table of the deployment found in the account,
 * which is printed as one line on stderr. A file is used only when there is certainly no deployment: two ledgers for
 * one account would act against each other. A file found in the working directory is announced as well, because
 * somebody else may have put it there.
 * @throws BadInputError when nothing was named and it is not known whether Palisade is deployed here
 */
export async function memoryOf(options: LedgerOptions, source: LiveSource, io: Io): Promise<Memory> {
  const { table, ledger = defaultLedger } = options;
  if (table !== undefined) return { table, ledger };
  if (options.ledger !== undefined) return { ledger };
  const deployment = await deploymentOr(options.stack, source, ledgerAdvice);
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

const ledgerAdvice =
  "say what to work with: --table NAME, a deployment's DynamoDB table, or --ledger FILE where none is deployed";

/**
 * The deployment in this account and Region, or the one with the given stack name; `undefined` when there is none.
 * @param otherwise how to go on when CloudFormation cannot be asked
 * @throws BadInputError when CloudFormation cannot be asked
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
      `it is not known whether a Palisade is deployed here: ${error.message}\n${needed}${otherwise}.`,
    );
  }
}
