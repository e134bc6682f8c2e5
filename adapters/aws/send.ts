import type { Perform, Send } from '../../core/model/call';
import { BadInputError } from '../../core/model/bad-input';
import { memberOf } from '../errors';
import type { AwsClients } from './clients';

type Service = Exclude<keyof AwsClients, 'calls'>;

/** The module of each service: its commands are found in it by the names of the calls. */
const modules: Readonly<Record<Service, () => Promise<object>>> = {
  sagemaker: () => import('@aws-sdk/client-sagemaker'),
  ec2: () => import('@aws-sdk/client-ec2'),
  iam: () => import('@aws-sdk/client-iam'),
  sts: () => import('@aws-sdk/client-sts'),
  route53: () => import('@aws-sdk/client-route-53'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  config: () => import('@aws-sdk/client-config-service'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  lambda: () => import('@aws-sdk/client-lambda'),
  ssm: () => import('@aws-sdk/client-ssm'),
  sqs: () => import('@aws-sdk/client-sqs'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
};

/** What all clients have in common. */
interface Client {
  send(command: object): Promise<unknown>;
}

/**
 * Makes requests by their names.
 * @returns a sender that rejects with BadInputError for a name that the SDK does not know
 */
export function sender(clients: AwsClients): Send {
  return async (call, input) => {
    const [service = '', operation = ''] = call.split(':');
    if (!isService(service)) throw unknown(call);
    const Command = memberOf(await modules[service](), `${operation}Command`);
    if (typeof Command !== 'function') throw unknown(call);
    const client: Client = await clients[service]();
    return client.send(Reflect.construct(Command, [input]) as object);
  };
}

/** The one performer of steps, over these clients. */
export function performer(clients: AwsClients): Perform {
  const send = sender(clients);
  return (rule, step) => rule.perform(step, send);
}

function isService(name: string): name is Service {
  return Object.hasOwn(modules, name);
}

function unknown(call: string): BadInputError {
  return new BadInputError('call', call, 'is not a call that the AWS SDK knows');
}
