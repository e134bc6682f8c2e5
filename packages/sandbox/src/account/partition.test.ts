import { describe, expect, it } from '@jest/globals';
import { DescribeVpcEndpointServicesCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { EnableSecurityHubCommand, DescribeHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { startSandbox } from '../sandbox';
import { clientsOf } from '../testing/clients';
import { globalRegionOf, awsPartitionOf, playedPartitions, urlSuffixOf } from './partition';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

describe('the partition of a Region', () => {
  it.each([
    ['us-east-1', 'aws', 'amazonaws.com', 'us-east-1', 'us-east-1'],
    ['eu-central-1', 'aws', 'amazonaws.com', 'us-east-1', 'us-east-1'],
    ['us-gov-east-1', 'aws-us-gov', 'amazonaws.com', 'us-gov-west-1', 'us-gov-west-1'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'cn-north-1', 'cn-northwest-1'],
  ] as const)('of %s', (region, partition, suffix, iam, route53) => {
    expect(awsPartitionOf(region)).toBe(partition);
    expect(urlSuffixOf(region)).toBe(suffix);
    expect(globalRegionOf(region, 'iam')).toBe(iam);
    expect(globalRegionOf(region, 'route53')).toBe(route53);
  });

  it.each(playedPartitions)('$id is as the SDK has it', ({ id, global, suffix }) => {
    const asked = { Region: global, UseDualStack: false, UseFIPS: false };
    const iam = new IAMClient({ region: global }).config.endpointProvider(asked);
    const sagemaker = new SageMakerClient({ region: global }).config.endpointProvider(asked);
    expect(awsPartitionOf(global)).toBe(id);
    expect(iam.properties).toEqual({ authSchemes: [{ name: 'sigv4', signingRegion: global }] });
    expect(sagemaker.url.hostname).toBe(`api.sagemaker.${global}.${suffix}`);
  });

  it('is that of no Region that nobody knows', () => {
    expect(() => awsPartitionOf('zz-north-1')).toThrow('there is no Region zz-north-1');
  });

  it.each([
    ['eusc-de-east-1', 'aws-eusc', 'eusc-de-east-1', 'com.amazonaws.eusc-de-east-1.sagemaker.api'],
    ['us-iso-west-1', 'aws-iso', 'us-iso-east-1', 'gov.ic.c2s.us-iso-west-1.sagemaker.api'],
    ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1', 'com.amazonaws.us-gov-east-1.sagemaker.api'],
    ['cn-northwest-1', 'aws-cn', 'cn-north-1', 'cn.com.amazonaws.cn-northwest-1.sagemaker.api'],
  ])('is part of every ARN of an account in %s', async (region, partition, global, service) => {
    const account = await startSandbox({ region });
    const aws = clientsOf(account.url, region);
    const events: unknown[] = [];
    account.onEvent((event) => events.push(event));
    try {
      const { Role } = await aws.iam.send(
        new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }),
      );
      const RoleArn = Role?.Arn ?? '';
      const NotebookInstanceName = 'churn';
      await aws.sagemaker.send(
        new CreateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn }),
      );
      const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
      await aws.securityhub.send(new EnableSecurityHubCommand({}));
      const PolicyArn = `arn:${partition}:iam::aws:policy/AmazonSageMakerFullAccess`;
      const answers = [
        RoleArn,
        await aws.sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName })),
        await aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
        await aws.securityhub.send(new DescribeHubCommand({})),
        await aws.iam.send(new GetPolicyCommand({ PolicyArn })),
        events,
      ];
      expect(new Set(JSON.stringify(answers).match(/arn:aws[a-z-]*:/g))).toEqual(
        new Set([`arn:${partition}:`]),
      );
      expect(events[0]).toMatchObject({ region: global, detail: { eventName: 'CreateRole' } });
      const { ServiceNames } = await aws.ec2.send(new DescribeVpcEndpointServicesCommand({}));
      expect(ServiceNames).toContain(service);
    } finally {
      for (const client of Object.values(aws)) client.destroy();
      await account.stop();
    }
  });
});
