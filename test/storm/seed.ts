import { CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { seededRandom } from '@palisade/sandbox/account/random';
import type { Clients } from '@palisade/sandbox/clients';
import { cloudTrailEvent } from '../fakes/events';
import { addEndpoint, addNetwork } from '../scenarios/network';

/** An endpoint, and half notebooks, half users, one in ten with drift. Returns functions that make their events. */
export async function seed(aws: Clients, resources: number): Promise<readonly ((at: Date) => object)[]> {
  const network = await addNetwork({ aws }, 0);
  const makers: ((at: Date) => object)[] = [];
  const change = (service: string, name: string, input: object) => (at: Date) =>
    cloudTrailEvent(service, name, input, { eventTime: at.toISOString() });
  const endpoint = await addEndpoint({ aws }, network, 'api');
  makers.push(change('ec2', 'ModifyVpcEndpoint', { ModifyVpcEndpointRequest: { VpcEndpointId: endpoint } }));
  for (let index = 1; index < resources; index += 1) {
    const name = `resource-${index}`;
    const isDrifted = index % 10 === 0;
    if (index % 2 === 0) {
      await aws.sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: name,
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
          SubnetId: network.subnetId,
          SecurityGroupIds: [network.groupId],
          DirectInternetAccess: isDrifted ? 'Enabled' : 'Disabled',
          RootAccess: 'Disabled',
        }),
      );
      makers.push(change('sagemaker', 'UpdateNotebookInstance', { notebookInstanceName: name }));
    } else {
      await aws.iam.send(new CreateUserCommand({ UserName: name }));
      if (index % 10 === 1)
        await aws.iam.send(
          new PutUserPolicyCommand({ UserName: name, PolicyName: 'open', PolicyDocument: openNotebooks }),
        );
      makers.push(change('iam', 'PutUserPolicy', { userName: name, policyName: 'open' }));
    }
  }
  return makers;
}

const openNotebooks = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: '*' }],
});

/** Events of the last two minutes in random order; every tenth is delivered twice. */
export function shuffled(makers: readonly ((at: Date) => object)[], count: number): readonly string[] {
  const random = seededRandom(7);
  const now = Date.now();
  const bodies = Array.from({ length: Math.ceil(count * 0.9) }, (_, index) =>
    JSON.stringify(makers[index % makers.length]?.(new Date(now - 15_000 - random() * 105_000))),
  );
  for (let index = 0; bodies.length < count; index += 1) bodies.push(bodies[index] ?? '');
  for (let index = bodies.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [bodies[index], bodies[other]] = [bodies[other] ?? '', bodies[index] ?? ''];
  }
  return bodies;
}
