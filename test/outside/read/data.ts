import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ListQueueTagsCommand } from '@aws-sdk/client-sqs';
import {
  DescribeParametersCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ssm';
import type { OutsideClients } from './clients';
import { json, type ObservedProperties, orNothing } from './shape';

export async function readQueue({ sqs }: OutsideClients, QueueUrl: string): Promise<ObservedProperties> {
  const { Attributes: at = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  return { ...at, RedrivePolicy: json(at['RedrivePolicy']), Tags, policy: json(at['Policy']) };
}

export async function readQueuePolicy(
  clients: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const queues = wanted['Queues'] as readonly string[];
  const { policy } = await readQueue(clients, queues[0] ?? '');
  return { PolicyDocument: policy, Queues: queues };
}

export async function readTable(
  { dynamodb }: OutsideClients,
  TableName: string,
): Promise<ObservedProperties> {
  const { Table: table = {} } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription: ttl } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }));
  return {
    ...table,
    BillingMode: table.BillingModeSummary?.BillingMode,
    TimeToLiveSpecification: {
      AttributeName: ttl?.AttributeName,
      Enabled: ttl?.TimeToLiveStatus === 'ENABLED',
    },
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    },
    SSESpecification: {
      SSEEnabled: table.SSEDescription?.Status === 'ENABLED',
      SSEType: table.SSEDescription?.SSEType,
      KMSMasterKeyId: table.SSEDescription?.KMSMasterKeyArn,
    },
    Tags,
  };
}

export async function readParameter({ ssm }: OutsideClients, Name: string): Promise<ObservedProperties> {
  const { Parameter: parameter } = await ssm.send(new GetParameterCommand({ Name }));
  const { Parameters: described = [] } = await ssm.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: [Name] }] }),
  );
  const { TagList } = await ssm.send(
    new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: Name }),
  );
  return { ...parameter, Description: described[0]?.Description, Tags: TagList };
}

export async function readBucket({ s3 }: OutsideClients, Bucket: string): Promise<ObservedProperties> {
  const encryption = await orNothing(s3.send(new GetBucketEncryptionCommand({ Bucket })));
  const block = await orNothing(s3.send(new GetPublicAccessBlockCommand({ Bucket })));
  const tagging = await orNothing(s3.send(new GetBucketTaggingCommand({ Bucket })));
  return {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: encryption?.ServerSideEncryptionConfiguration?.Rules?.map(
        ({ ApplyServerSideEncryptionByDefault: by }) => ({ ServerSideEncryptionByDefault: by }),
      ),
    },
    PublicAccessBlockConfiguration: block?.PublicAccessBlockConfiguration,
    Tags: tagging?.TagSet,
  };
}

export async function readBucketPolicy(
  { s3 }: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const Bucket = String(wanted['Bucket']);
  const answer = await orNothing(s3.send(new GetBucketPolicyCommand({ Bucket })));
  return { Bucket, PolicyDocument: json(answer?.Policy) };
}
