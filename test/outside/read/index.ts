import type { ExpectedResource } from '../expected';
import type { OutsideClients } from './clients';
import { readBucket, readBucketPolicy, readParameter, readQueue, readQueuePolicy, readTable } from './data';
import { readFunctionFrom, readInvokeConfig, readMapping, readPermission, readVersion } from './functions';
import { readPolicy, readRole } from './identity';
import { coversProperties, type ObservedProperties, tags } from './shape';
import { readAlarm, readConfigRule, readDashboard, readEventRule, readLogGroup } from './watch';

type Read = (
  clients: OutsideClients,
  physicalId: string,
  wanted: ObservedProperties,
) => Promise<ObservedProperties>;

const readers: Readonly<Record<string, Read>> = {
  'AWS::CloudWatch::Alarm': readAlarm,
  'AWS::CloudWatch::Dashboard': readDashboard,
  'AWS::Config::ConfigRule': readConfigRule,
  'AWS::DynamoDB::Table': readTable,
  'AWS::Events::Rule': readEventRule,
  'AWS::IAM::Policy': readPolicy,
  'AWS::IAM::Role': readRole,
  'AWS::Lambda::EventInvokeConfig': readInvokeConfig,
  'AWS::Lambda::EventSourceMapping': readMapping,
  'AWS::Lambda::Permission': readPermission,
  'AWS::Lambda::Version': readVersion,
  'AWS::Logs::LogGroup': readLogGroup,
  'AWS::S3::Bucket': readBucket,
  'AWS::S3::BucketPolicy': readBucketPolicy,
  'AWS::SQS::Queue': readQueue,
  'AWS::SQS::QueuePolicy': readQueuePolicy,
  'AWS::SSM::Parameter': readParameter,
};

/** A property whose value in the account differs from the template. */
export interface Difference {
  readonly id: string;
  readonly type: string;
  readonly property: string;
  readonly wanted: unknown;
  readonly observed: unknown;
}

/**
 * Reads a created resource through its service and compares every property of the template.
 * @param packages the folder of the functions' code packages
 * @throws Error for a type without a reader: a new type of resource needs one
 */
export async function differences(
  clients: OutsideClients,
  { id, type, properties }: ExpectedResource,
  physicalId: string,
  packages: string,
): Promise<readonly Difference[]> {
  const read = type === 'AWS::Lambda::Function' ? readFunctionFrom(packages) : readers[type];
  if (read === undefined) throw new Error(`${id}: nothing here reads ${type} back; add a reader`);
  const observed = await read(clients, physicalId, properties);
  return Object.entries(properties).flatMap(([property, wanted]) => {
    const both = property === 'Tags' ? [tags(observed['Tags']), tags(wanted)] : [observed[property], wanted];
    return coversProperties(...(both as [unknown, unknown]))
      ? []
      : [{ id, type, property, wanted, observed: observed[property] }];
  });
}
