import { classify } from '../../adapters/aws/classify';
import type { AwsClients } from '../../adapters/aws/clients';
import type { StartNetwork } from './network';
import { notebookStatus } from './notebooks';
import { story } from './settings';

/** How a seeded resource has to end: known from the scenario and checked in AWS itself, not in Palisade's reports. */
export interface Expectation {
  readonly rule: string;
  readonly resource: string;
  /** In words, for the summary. */
  readonly about: string;
  readonly end: 'fixed' | 'contained' | 'ticket' | 'exempt' | 'unknown' | 'clean';
  /** Whether the account is as it should be. */
  readonly holds: (clients: AwsClients) => Promise<boolean>;
}

const guardrail = 'PalisadeSageMakerGuardrail-us-east-1';

export function expectations({ endpoints, research }: StartNetwork): readonly Expectation[] {
  const { dns, notebook, principal } = story;
  return [
    {
      rule: notebook,
      resource: 'churn-model',
      about: 'stopped, started again by its owner, stopped again',
      end: 'contained',
      holds: isNotebook('churn-model', 'Stopped'),
    },
    {
      rule: notebook,
      resource: 'fraud-model',
      about: 'stopped; rebuilt in the VPC after approval',
      end: 'contained',
      holds: isRebuilt,
    },
    {
      rule: notebook,
      resource: 'kaggle-challenge',
      about: 'exempt, so it runs on',
      end: 'exempt',
      holds: isNotebook('kaggle-challenge', 'InService'),
    },
    {
      rule: notebook,
      resource: 'pricing-model',
      about: 'private from the start',
      end: 'clean',
      holds: isNotebook('pricing-model', 'InService'),
    },
    {
      rule: dns,
      resource: endpoints.mlNotebook,
      about: 'private DNS turned on',
      end: 'fixed',
      holds: isPrivate(endpoints.mlNotebook),
    },
    {
      rule: dns,
      resource: endpoints.mlRuntime,
      about: 'private DNS turned on, off by hand, on again',
      end: 'fixed',
      holds: isPrivate(endpoints.mlRuntime),
    },
    {
      rule: dns,
      resource: endpoints.researchApi,
      about: 'VPC DNS hostnames and private DNS turned on',
      end: 'fixed',
      holds: async (clients) =>
        (await isPrivate(endpoints.researchApi)(clients)) && (await hasHostnames(clients, research.id)),
    },
    {
      rule: dns,
      resource: endpoints.mlApi,
      about: 'private from the start',
      end: 'clean',
      holds: isPrivate(endpoints.mlApi),
    },
    {
      rule: dns,
      resource: endpoints.centralRuntime,
      about: 'served by a central hosted zone',
      end: 'clean',
      holds: not(isPrivate(endpoints.centralRuntime)),
    },
    {
      rule: dns,
      resource: endpoints.sharedRuntime,
      about: 'a zone further up leads it to an unknown address: not guessed',
      end: 'unknown',
      holds: not(isPrivate(endpoints.sharedRuntime)),
    },
    {
      rule: principal,
      resource: 'ana',
      about: 'open inline policy',
      end: 'fixed',
      holds: hasGuardrail('user', 'ana'),
    },
    {
      rule: principal,
      resource: 'ben',
      about: 'open through a group',
      end: 'fixed',
      holds: hasGuardrail('user', 'ben'),
    },
    {
      rule: principal,
      resource: 'carol',
      about: 'limited to the VPC already',
      end: 'clean',
      holds: not(hasGuardrail('user', 'carol')),
    },
    {
      rule: principal,
      resource: 'dan',
      about: 'no attachment left: inline guardrail',
      end: 'fixed',
      holds: hasInlineGuardrail,
    },
    {
      rule: principal,
      resource: 'data-scientist',
      about: 'open managed policy',
      end: 'fixed',
      holds: hasGuardrail('role', 'data-scientist'),
    },
    {
      rule: principal,
      resource: 'break-glass',
      about: 'protected by settings',
      end: 'ticket',
      holds: not(hasGuardrail('role', 'break-glass')),
    },
    {
      rule: principal,
      resource: 'AWSReservedSSO_DataScientist_0123456789abcdef',
      about: 'kept by Identity Center',
      end: 'ticket',
      holds: not(hasGuardrail('role', 'AWSReservedSSO_DataScientist_0123456789abcdef')),
    },
    {
      rule: principal,
      resource: 'ci-builder',
      about: 'exempt',
      end: 'exempt',
      holds: not(hasGuardrail('role', 'ci-builder')),
    },
  ];
}

type Check = Expectation['holds'];

function not(check: Check): Check {
  return async (clients) => !(await check(clients));
}

function isNotebook(name: string, status: string): Check {
  return async (clients) => (await notebookStatus(clients, name)) === status;
}

async function isRebuilt(clients: AwsClients): Promise<boolean> {
  const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  if ((await notebookStatus(clients, 'fraud-model')) !== 'Stopped') return false;
  if ((await notebookStatus(clients, 'fraud-model-vpc')) === undefined) return false;
  const describe = new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'fraud-model-vpc' });
  const sagemaker = await clients.sagemaker();
  try {
    return (await sagemaker.send(describe)).DirectInternetAccess === 'Disabled';
  } catch (error) {
    // Reads lag behind: this one may not show yet what the list has shown.
    if (classify('sagemaker:DescribeNotebookInstance', error).kind === 'gone') return false;
    throw error;
  }
}

function isPrivate(id: string): Check {
  return async (clients) => {
    const { DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
    const { VpcEndpoints } = await (
      await clients.ec2()
    ).send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    return VpcEndpoints?.[0]?.PrivateDnsEnabled === true;
  };
}

async function hasHostnames(clients: AwsClients, VpcId: string): Promise<boolean> {
  const { DescribeVpcAttributeCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await clients.ec2();
  const { EnableDnsHostnames } = await ec2.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }),
  );
  return EnableDnsHostnames?.Value === true;
}

function hasGuardrail(kind: 'user' | 'role', name: string): Check {
  return async (clients) => {
    const { ListAttachedUserPoliciesCommand, ListAttachedRolePoliciesCommand } =
      await import('@aws-sdk/client-iam');
    const iam = await clients.iam();
    const { AttachedPolicies } =
      kind === 'user'
        ? await iam.send(new ListAttachedUserPoliciesCommand({ UserName: name }))
        : await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
    return AttachedPolicies?.some(({ PolicyName }) => PolicyName === guardrail) === true;
  };
}

async function hasInlineGuardrail(clients: AwsClients): Promise<boolean> {
  const { ListUserPoliciesCommand } = await import('@aws-sdk/client-iam');
  const { PolicyNames } = await (await clients.iam()).send(new ListUserPoliciesCommand({ UserName: 'dan' }));
  return PolicyNames?.includes(guardrail) === true;
}
