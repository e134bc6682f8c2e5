import type { Perform, Send } from '../../core/model/call';
import { BadInputError } from '../../core/model/bad-input';
import { memberOf } from '../errors';
import type { AwsClients } from './clients';

type Service = Exclude<keyof AwsClients, 'calls'>;

/** The SDK module of each service. Commands are looked up in it by the name of the call. */
const modules: Readonly<Record<Service, () => Promise<object>>> = {
  sagemaker: () => import('@aws-sdk/client-sagemaker'),
  ec2: () => import('@aws-sdk/client-ec2'),
  iam: () => import('@aws-sdk/client-iam'),
  sts: () => import('@aws-sdk/client-sts'),
  route53: () => import('@aws-sdk/client-route-53'),
  route53resolver: () => import('./route53/resolver'),
  route53profiles: () => import('./route53/profiles'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  config: () => import('@aws-sdk/client-config-service'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  lambda: () => import('@aws-sdk/client-lambda'),
  ssm: () => import('@aws-sdk/client-ssm'),
  sqs: () => import('@aws-sdk/client-sqs'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
};

/** The part that all SDK clients have in common. */
interface Client {
  send(command: object): Promise<unknown>;
}

/**
 * Makes requests by the name of the call.
 * @returns a sender that rejects with BadInputError for a call that the SDK does not have
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

/** Performs the steps of rules with these clients. */
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
