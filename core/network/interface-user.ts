import { nameInArn, splitArn } from '@palisade/iam';
import type { NetworkInterface } from '../slices/network-interfaces';

/** Who uses a network interface, if it may call SageMaker and is not a notebook or a domain. */
export interface InterfaceUser {
  readonly kind: 'instance' | 'task' | 'function' | 'interface';
  /** For messages: `instance i-0a`, `function scorer`. */
  readonly name: string;
}

/**
 * Types of interfaces that only serve, or only pass on what others send: nothing behind them asks for SageMaker's name
 * (EC2 API reference, filter `interface-type` of DescribeNetworkInterfaces, which spells `nat_gateway` as AWS answers
 * it; the SDK has `natGateway`; read 1 December 2026). A type that is not here may call.
 */
const serving = [
  'api_gateway_managed',
  'ec2_instance_connect_endpoint',
  'efs',
  'gateway_load_balancer',
  'gateway_load_balancer_endpoint',
  'global_accelerator_managed',
  'load_balancer',
  'natGateway',
  'nat_gateway',
  'network_load_balancer',
  'transit_gateway',
  'vpc_endpoint',
];

/**
 * The same by description, for interfaces of the type `interface`; AWS documents that the description says what an
 * interface is for, not its forms. They are as published outputs of describe-network-interfaces have them (among
 * others a mount target of the type `interface`; read 1 December 2026). Anybody can write a description, so only those
 * of interfaces that a service manages count. Not here: `RDSNetworkInterface` and the like, because databases call
 * models, too (Aurora machine learning).
 */
const servingDescriptions = ['ELB ', 'EFS mount target for ', 'Interface for NAT Gateway '];

/**
 * SageMaker's own, from published outputs (read 1 December 2026): they belong to the consumers that a snapshot knows.
 * Of jobs and models no form is known, so their interfaces may call like those of anybody.
 */
const ofSageMaker = [
  /^\[Do not delete\] Network Interface created to access resources in your VPC for SageMaker Notebook Instance /i,
  /^\[DO NOT DELETE\] ENI managed by SageMaker for Studio Domain/i,
];

const lambda = /^AWS Lambda VPC ENI[-: ]+(?<name>.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** Who uses the interface; `undefined` if nothing behind it makes calls, or if SageMaker's own resources do. */
export function userOf(one: NetworkInterface): InterfaceUser | undefined {
  const { NetworkInterfaceId, Description = '', InterfaceType = 'interface', Attachment } = one;
  if (one.Status === 'available') return undefined;
  const arn = splitArn(Description);
  if (arn?.service === 'ecs' && arn.resource.startsWith('attachment/'))
    return { kind: 'task', name: `ECS task ${short(nameInArn(Description))}` };
  const instance = Attachment?.InstanceId;
  if (instance !== undefined) return { kind: 'instance', name: `instance ${instance}` };
  const name = lambda.exec(Description)?.groups?.['name'];
  if (InterfaceType === 'lambda' || name !== undefined)
    return { kind: 'function', name: `function ${short(name ?? NetworkInterfaceId)}` };
  if (serving.includes(InterfaceType)) return undefined;
  if (ofSageMaker.some((form) => form.test(Description))) return undefined;
  if (one.RequesterManaged === true && servingDescriptions.some((start) => Description.startsWith(start)))
    return undefined;
  const what = Description === '' ? '' : ` (${short(Description)})`;
  return { kind: 'interface', name: `interface ${NetworkInterfaceId}${what}` };
}

/** Descriptions have up to 255 characters. */
function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
