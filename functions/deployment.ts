import { splitArn } from '@palisade/iam';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { AwsClients } from '../adapters/aws/clients';
import { createActions, deleteActions } from '../adapters/custom-actions/in-hub';
import { configRules, type ConfigRulesOption } from '../adapters/deployment/config-rules';
import {
  closeFunction,
  freeConcurrency,
  leastUnreserved,
  openFunction,
  reserveForFunctions,
  type NameOf,
} from '../adapters/deployment/reserved-concurrency';
import { makeConfigRules, removeConfigRules } from '../adapters/deployment/settle-config-rules';
import { memberOf, messageOf } from '../adapters/errors';
import { badInput } from '../core/model/bad-input';
import { rules } from '../rules/registry';

/** What a deployment needs in addition to the resources of its template. */
export interface WantedExtras {
  readonly configRules: ConfigRulesOption;
  readonly reservedConcurrency: 'yes' | 'no';
}

const options = z.object({
  PALISADE_CONFIG_RULES: z.enum(['none', 'resources', 'all']),
  PALISADE_RESERVED_CONCURRENCY: z.enum(['yes', 'no']),
});

/**
 * The template's options, from the function's environment.
 * @throws BadInputError that names the variable
 */
export function readWanted(variables: Readonly<Record<string, string | undefined>>): WantedExtras {
  const parsed = options.safeParse(variables);
  if (!parsed.success) throw badInput('environment', parsed.error);
  const { PALISADE_CONFIG_RULES, PALISADE_RESERVED_CONCURRENCY } = parsed.data;
  return { configRules: PALISADE_CONFIG_RULES, reservedConcurrency: PALISADE_RESERVED_CONCURRENCY };
}

type Clients = Pick<AwsClients, 'config' | 'lambda' | 'securityhub'>;
type Here = Pick<Context, 'invokedFunctionArn' | 'functionName'>;

/**
 * Creates what is missing and can be created: AWS Config rules, custom actions, reserved concurrency. Removes nothing
 * and never rejects.
 * @returns what is still missing, in words
 */
export async function makeMissing(
  clients: Clients,
  here: Here,
  wanted: WantedExtras,
): Promise<readonly string[]> {
  const found = await Promise.all([
    problemIn(`AWS Config rules (ConfigRules=${wanted.configRules})`, () =>
      makeConfigRules(clients, rulesFor(here, wanted)),
    ),
    problemIn('custom actions in Security Hub', () => createActions(clients)),
    wanted.reservedConcurrency === 'no' ? undefined : unreserved(clients, siblings(here)),
  ]);
  return found.filter((one) => one !== undefined);
}

/**
 * Removes what the options do not ask for (any more). Never rejects.
 * @returns what could not be removed, in words
 */
export async function removeUnwanted(
  clients: Clients,
  here: Here,
  wanted: WantedExtras,
): Promise<readonly string[]> {
  const nameOf = siblings(here);
  const found = await Promise.all([
    problemIn('AWS Config rules that are not wanted any more are still there', () =>
      removeConfigRules(clients, rulesFor(here, wanted)),
    ),
    // A removal that failed halfway may have closed it.
    problemIn('whether the sweep may run', () => openFunction(clients, nameOf('sweep'))),
    wanted.reservedConcurrency === 'yes'
      ? undefined
      : problemIn('reserved concurrency that is not wanted any more', () => freeConcurrency(clients, nameOf)),
  ]);
  return found.filter((one) => one !== undefined);
}

/**
 * Removes everything that `makeMissing` created. Never rejects.
 * @returns what could not be removed, in words
 */
export async function removeEverything(clients: Clients, here: Here): Promise<readonly string[]> {
  // A sweep that starts now would create everything again.
  const closed = await problemIn('the sweep could not be stopped', () =>
    closeFunction(clients, siblings(here)('sweep')),
  );
  const found = await Promise.all([
    problemIn('AWS Config rules are left', () => removeConfigRules(clients, [])),
    problemIn('custom actions in Security Hub are left', () => deleteActionsOf(clients)),
  ]);
  return [closed, ...found].filter((one) => one !== undefined);
}

/** If Security Hub is not enabled, there are no actions to delete. */
async function deleteActionsOf(clients: Clients): Promise<void> {
  try {
    await deleteActions(clients);
  } catch (error) {
    if (memberOf(error, 'name') !== hubOff) throw error;
  }
}

function rulesFor(here: Here, { configRules: option }: WantedExtras) {
  const { partition = '', region = '', account = '' } = splitArn(here.invokedFunctionArn) ?? {};
  const name = siblings(here)('config-rule');
  const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  return configRules(
    rules.map(({ meta }) => meta),
    option,
    functionArn,
  );
}

/** Function names by the Serverless Framework's pattern `palisade-STAGE-NAME`. */
function siblings({ functionName }: Here): NameOf {
  const stage = functionName.replace(/-(sweep|on-deploy)$/, '');
  return (name) => `${stage}-${name}`;
}

async function unreserved(clients: Clients, nameOf: NameOf): Promise<string | undefined> {
  let found: Awaited<ReturnType<typeof reserveForFunctions>>;
  const problem = await problemIn('reserved concurrency', async () => {
    found = await reserveForFunctions(clients, nameOf);
  });
  if (problem !== undefined || found === undefined) return problem;
  const { names, quota } = found;
  return `reserved concurrency of ${names.join(', ')}: ${leastUnreserved} executions must stay unreserved, and the account's quota is ${quota}`;
}

/** Runs the work. @returns what failed and why; `undefined` if nothing did */
async function problemIn(what: string, work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return `${what}: ${whyOf(error)}`;
  }
}

const hubOff = 'InvalidAccessException';

/** Words for AWS's errors about something that the account lacks. */
const lacking: Readonly<Record<string, string>> = {
  NoAvailableConfigurationRecorderException: 'AWS Config has no configuration recorder in this Region',
  [hubOff]: 'Security Hub CSPM is off in this Region',
};

function whyOf(error: unknown): string {
  const name = memberOf(error, 'name');
  return (typeof name === 'string' ? lacking[name] : undefined) ?? messageOf(error);
}
