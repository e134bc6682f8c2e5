import type { Stack, StackResource } from '@aws-sdk/client-cloudformation';
import { BadInputError } from '../../../core/model/bad-input';
import type { Place } from '../../../core/model/resource';
import { switchParameter } from '../../switch/ssm';
import { describedStack, resourcesOf, type StackClients } from './stacks';

/** A deployed Palisade, as its CloudFormation stack describes it. */
export interface Deployment {
  readonly stack: string;
  /** CloudFormation's status, for example UPDATE_COMPLETE. */
  readonly status: string;
  /** The ledger's DynamoDB table. */
  readonly table: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /** The prefix of its function names: `palisade-prod` for `palisade-prod-on-change`. */
  readonly functions: string;
  /** The outputs of the stack; empty for an older version. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The stack statuses in which Palisade works: it was created completely and is not being deleted. */
const runs = /^(CREATE_COMPLETE|UPDATE_|IMPORT_)/;
/** Statuses in which nothing works or ever will, so only a local ledger file can be in use. */
const isOver = /^(DELETE|ROLLBACK)_COMPLETE$/;
const stackName = /^[A-Za-z][-A-Za-z0-9]{0,127}$/;

/**
 * The Palisade that is deployed in this account and Region: the stack with the given name, or the one that has the
 * switch. The switch parameter has a fixed name, so there is at most one.
 * @returns `undefined` if there is none and no name was given
 * @throws BadInputError for a name that is invalid, not in this account and Region, not Palisade's, or not working.
 * Without a name: for a stack that is being changed or is stuck, because Palisade may or may not work in it
 * @throws FailureError if AWS denies the calls or does not respond
 */
export async function findDeployment(
  clients: StackClients,
  place: Place,
  name?: string,
): Promise<Deployment | undefined> {
  if (name === undefined) {
    const stack = await switchStack(clients);
    if (stack !== undefined && !isRunning(stack)) throw between(stack, place);
    return stack && deploymentOf(clients, stack);
  }
  if (!stackName.test(name)) throw notUsable(name, 'is not a valid stack name (letters, digits and hyphens)');
  const stack = await describedStack(clients, name);
  if (stack === undefined || (stack.StackStatus ?? '').startsWith('DELETE_COMPLETE'))
    throw notUsable(name, `there is no such stack in ${inWords(place)}; ${await instead(clients)}`);
  const [found] = await resourcesOf(clients, { StackName: name }, 'Switch');
  if (found?.PhysicalResourceId !== switchParameter)
    throw notUsable(name, `is a stack, but not Palisade's; ${await instead(clients)}`);
  if (!isRunning(stack))
    throw notUsable(name, `is ${stack.StackStatus ?? 'in no state'}: it has no working Palisade`);
  return deploymentOf(clients, stack);
}

/**
 * The stack that has the switch, unless it was deleted. An existing stack comes before those that once had the switch.
 */
async function switchStack(clients: StackClients): Promise<Stack | undefined> {
  const resources = await resourcesOf(clients, { PhysicalResourceId: switchParameter });
  const switches = resources.filter(({ PhysicalResourceId }) => PhysicalResourceId === switchParameter);
  const isThere = ({ ResourceStatus }: StackResource): boolean => ResourceStatus !== 'DELETE_COMPLETE';
  const id = (switches.find(isThere) ?? switches[0])?.StackId;
  const stack = id === undefined ? undefined : await describedStack(clients, id);
  return isOver.test(stack?.StackStatus ?? '') ? undefined : stack;
}

/** A hint which stack to name instead. */
async function instead(clients: StackClients): Promise<string> {
  const there = await switchStack(clients);
  return there === undefined || !isRunning(there)
    ? 'no Palisade is deployed there (--region names another Region)'
    : `the Palisade there is --stack ${there.StackName ?? ''}`;
}

function isRunning({ StackStatus }: Stack): boolean {
  return runs.test(StackStatus ?? '');
}

async function deploymentOf(clients: StackClients, stack: Stack): Promise<Deployment> {
  const { StackName = '', StackId = StackName, StackStatus } = stack;
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
    ),
  );
  /** The value of an output, or the physical id of the resource behind it, because older versions have no outputs. */
  const outputOr = async (output: string, logicalId: string): Promise<string> => {
    const value = outputs[output];
    if (value !== undefined) return value;
    const [found] = await resourcesOf(clients, { StackName: StackId }, logicalId);
    if (found?.PhysicalResourceId !== undefined) return found.PhysicalResourceId;
    throw notUsable(StackName, `has neither the output ${output} nor a resource ${logicalId}`);
  };
  const [table, queueUrl, deadLettersUrl, onChange] = await Promise.all([
    outputOr('TableName', 'Ledger'),
    outputOr('QueueUrl', 'Changes'),
    outputOr('DeadLettersUrl', 'DeadLetters'),
    outputOr('OnChangeFunction', 'OnDashchangeLambdaFunction'),
  ]);
  return {
    stack: StackName,
    status: StackStatus ?? '',
    table,
    queueUrl,
    deadLettersUrl,
    functions: functionName(onChange).replace(/-on-change$/, ''),
    outputs,
  };
}

/** From a name or an ARN, with or without a version. */
function functionName(nameOrArn: string): string {
  return /:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function notUsable(name: string, problem: string): BadInputError {
  return new BadInputError('--stack', name, problem);
}

function between({ StackName = '', StackStatus }: Stack, place: Place): BadInputError {
  return new BadInputError(
    'deployment',
    '',
    `the stack ${StackName} in ${inWords(place)} is ${StackStatus ?? 'in no state'}, so it is not known whether a Palisade works here; wait until that is over or fix it (\`palisade doctor\`), or say what to work with: --table NAME, its DynamoDB table, or --ledger FILE`,
  );
}

function inWords({ account, region }: Place): string {
  return `${region} of account ${account}`;
}
