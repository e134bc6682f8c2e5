import type { Stack, StackResource } from '@aws-sdk/client-cloudformation';
import { BadInputError } from '../../../core/model/bad-input';
import type { Place } from '../../../core/model/resource';
import { switchParameter } from '../../switch/ssm';
import { describedStack, resourcesOf, type StackClients } from './stacks';

/** A deployed Palisade, as its stack tells it. */
export interface Deployment {
  readonly stack: string;
  /** Of CloudFormation, for example UPDATE_COMPLETE. */
  readonly status: string;
  /** The ledger's DynamoDB table. */
  readonly table: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  /** What the names of its functions begin with: `palisade-prod` for `palisade-prod-on-change`. */
  readonly functions: string;
  /** As the stack has them; empty for one of an older version. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a stack has to have said for us to believe that Palisade runs in it: it was made once, and is not going. */
const runs = /^(CREATE_COMPLETE|UPDATE_|IMPORT_)/;
/** Nothing works in it, and nothing will: whoever remembers in a file has no other memory beside it. */
const isOver = /^(DELETE|ROLLBACK)_COMPLETE$/;
const stackName = /^[A-Za-z][-A-Za-z0-9]{0,127}$/;

/**
 * The Palisade that is deployed in this account and Region: the stack of this name, or the one that holds the switch,
 * whose name is fixed, so that there is one at most. `undefined` where none is, and no name was given.
 * @throws BadInputError for a name that is none, not here, no Palisade or not (any more) in working order; without a
 * name, for a stack that is on its way or stuck: it may work already or still
 * @throws FailureError where AWS refuses to tell, or does not answer
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
  if (!stackName.test(name)) throw notUsable(name, 'is no name of a stack (letters, digits and hyphens)');
  const stack = await describedStack(clients, name);
  if (stack === undefined || (stack.StackStatus ?? '').startsWith('DELETE_COMPLETE'))
    throw notUsable(name, `there is no such stack in ${inWords(place)}; ${await instead(clients)}`);
  const [found] = await resourcesOf(clients, { StackName: name }, 'Switch');
  if (found?.PhysicalResourceId !== switchParameter)
    throw notUsable(name, `is a stack, but not Palisade's; ${await instead(clients)}`);
  if (!isRunning(stack))
    throw notUsable(name, `is ${stack.StackStatus ?? 'in no state'}: there is no Palisade that works in it`);
  return deploymentOf(clients, stack);
}

/** The stack that has the switch, unless it is gone. One that is there comes before those that had it once. */
async function switchStack(clients: StackClients): Promise<Stack | undefined> {
  const resources = await resourcesOf(clients, { PhysicalResourceId: switchParameter });
  const switches = resources.filter(({ PhysicalResourceId }) => PhysicalResourceId === switchParameter);
  const isThere = ({ ResourceStatus }: StackResource): boolean => ResourceStatus !== 'DELETE_COMPLETE';
  const id = (switches.find(isThere) ?? switches[0])?.StackId;
  const stack = id === undefined ? undefined : await describedStack(clients, id);
  return isOver.test(stack?.StackStatus ?? '') ? undefined : stack;
}

/** What to name instead of a stack that cannot be used. */
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
  /** An output, or the physical id of the resource that it is of: older versions have no outputs. */
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
    `the stack ${StackName} in ${inWords(place)} is ${StackStatus ?? 'in no state'}, so it cannot be told whether a Palisade works here; wait until that is over or mend it (\`palisade doctor\`), or say what to work with: --table NAME, its DynamoDB table, or --ledger FILE`,
  );
}

function inWords({ account, region }: Place): string {
  return `${region} of account ${account}`;
}
