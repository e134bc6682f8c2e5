import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { AttachUserPolicyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { EnableSecurityHubCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import type { Packaged } from '../../../infra/package.cjs';
import { createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { seededId, seededNotebookStatus, reaches } from '../../functions/harness/seed';
import { yamlTemplate } from './template';

const account = '111122223333';
const settings = `
rules:
  notebook-direct-internet: { mode: remediate }
  endpoint-private-dns: { mode: remediate }
  principal-outside-access: { mode: remediate }
limits: { actionsPerHour: 50, sharePercent: 100 }
`;

interface PartitionCase {
  readonly region: string;
  readonly partition: string;
  /** The Region of the events of global services, if it is another one. */
  readonly elsewhere: string;
  readonly service: string;
  /** The forwarded event is of IAM, or of a hosted zone of Route 53. */
  readonly forwarded: 'iam' | 'route53';
}

const places: readonly PartitionCase[] = [
  {
    region: 'us-gov-east-1',
    partition: 'aws-us-gov',
    elsewhere: 'us-gov-west-1',
    service: 'com.amazonaws.us-gov-east-1.sagemaker.api',
    forwarded: 'iam',
  },
  {
    region: 'cn-north-1',
    partition: 'aws-cn',
    elsewhere: 'cn-northwest-1',
    service: 'cn.com.amazonaws.cn-north-1.sagemaker.api',
    forwarded: 'route53',
  },
];

/** Drift of three kinds; returns the endpoint whose private DNS is off. */
async function drift(aws: Clients, { region, partition, service }: PartitionCase): Promise<string> {
  const { Vpc } = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = seededId(Vpc?.VpcId);
  await aws.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const { Subnet } = await aws.ec2.send(
    new CreateSubnetCommand({ VpcId, AvailabilityZone: `${region}a`, CidrBlock: '10.0.1.0/24' }),
  );
  const { GroupId } = await aws.ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'endpoints', Description: 'endpoints' }),
  );
  const { VpcEndpoint } = await aws.ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId,
      ServiceName: service,
      SubnetIds: [seededId(Subnet?.SubnetId)],
      SecurityGroupIds: [seededId(GroupId)],
      PrivateDnsEnabled: false,
    }),
  );
  await aws.sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'churn',
      InstanceType: 'ml.t3.medium',
      RoleArn: `arn:${partition}:iam::${account}:role/notebooks`,
      DirectInternetAccess: 'Enabled',
    }),
  );
  await reaches(aws, 'churn', 'InService');
  await aws.iam.send(new CreateUserCommand({ UserName: 'ana' }));
  const PolicyArn = `arn:${partition}:iam::aws:policy/AmazonSageMakerFullAccess`;
  await aws.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn }));
  return seededId(VpcEndpoint?.VpcEndpointId);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition()) && Date.now() < deadline) await pause(200);
}

/** The packaged template and the forwarder in the other partitions. */
export function partitions(packaged: () => Packaged): void {
  describe('in another partition', () => {
    it.each(places)('$partition: everything works, and every ARN is right ($region)', async (place) => {
      const { region, partition, elsewhere, forwarded } = place;
      const sandbox = await startSandbox({
        region,
        timings: {
          queueSecond: 10,
          notebookStart: 50,
          notebookStop: 50,
          endpointCreate: 0,
          endpointModify: 0,
        },
      });
      const aws = clientsOf(sandbox.url, region);
      const cloud = createCloud(sandbox);
      const events: string[] = [];
      sandbox.onEvent((event) => events.push(JSON.stringify(event)));
      try {
        await aws.ssm.send(
          new PutParameterCommand({ Name: '/palisade/settings', Value: settings, Type: 'String' }),
        );
        await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
        sandbox.admin.setConfigurationRecorder({ name: 'default' }, true);
        const endpoint = await drift(aws, place);
        const { stack } = await cloud.deploy({
          name: 'palisade-prod',
          template: packaged().template,
          packages: packaged().folder,
          parameters: {
            ConfigRules: 'all',
            AlarmTopicArn: `arn:${partition}:sns:${region}:${account}:alarms`,
            KmsKeyArn: `arn:${partition}:kms:${region}:${account}:key/0a1b2c3d-0000-4000-8000-000000000000`,
          },
        });
        await cloud.deploy({
          name: 'forwarder',
          template: yamlTemplate('forwarder'),
          parameters: { HomeRegion: region },
          region: elsewhere,
        });

        const [sweep] = [...cloud.bus.rules.values()].filter(({ schedule }) => schedule !== undefined);
        await cloud.bus.fire(seededId(sweep?.arn));
        const privateDns = async () => {
          const { VpcEndpoints } = await aws.ec2.send(
            new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpoint] }),
          );
          return VpcEndpoints?.[0]?.PrivateDnsEnabled === true;
        };
        const guarded = () =>
          sandbox
            .calls()
            .some(({ operation, errorCode }) => operation === 'AttachUserPolicy' && errorCode === undefined);
        sandbox.resetCalls();
        await until(
          async () =>
            guarded() && (await privateDns()) && (await seededNotebookStatus(aws, 'churn')) === 'Stopped',
        );
        expect([guarded(), await privateDns(), await seededNotebookStatus(aws, 'churn')]).toEqual([
          true,
          true,
          'Stopped',
        ]);

        // An event in the Region of the global services is forwarded.
        const callsBefore = sandbox.calls().length;
        if (forwarded === 'iam') await aws.iam.send(new CreateUserCommand({ UserName: 'ben' }));
        else
          await aws.route53.send(
            new CreateHostedZoneCommand({
              Name: `api.sagemaker.${region}.amazonaws.com.cn`,
              CallerReference: 'zone',
              VPC: { VPCId: await vpcOf(aws, endpoint), VPCRegion: 'cn-north-1' },
            }),
          );
        const reads = forwarded === 'iam' ? 'GetAccountAuthorizationDetails' : 'ListHostedZonesByVPC';
        const isSeen = () =>
          sandbox
            .calls()
            .slice(callsBefore)
            .some(({ operation }) => operation === reads);
        await until(() => Promise.resolve(isSeen()));
        expect(isSeen()).toBe(true);
        await cloud.idle();

        const { Findings = [] } = await aws.securityhub.send(new GetFindingsCommand({}));
        expect(Findings.length).toBeGreaterThan(3);
        const everything = JSON.stringify([
          [...stack.resources.values()],
          [...cloud.bus.rules.values()],
          [...cloud.functions.permissions],
          sandbox.calls().map(({ input }) => input),
          Findings,
          events,
        ]);
        expect(new Set(everything.match(/arn:aws[a-z-]*:/g))).toEqual(new Set([`arn:${partition}:`]));
        expect(sandbox.authorizer.missing).toEqual([]);
        expect(cloud.bus.refused).toEqual([]);
      } finally {
        for (const client of Object.values(aws)) client.destroy();
        await cloud.stop();
        await sandbox.stop();
      }
    });
  });
}

async function vpcOf({ ec2 }: Clients, id: string): Promise<string> {
  const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  return seededId(VpcEndpoints?.[0]?.VpcId);
}
