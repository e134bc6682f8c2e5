import type { PastStep, Plan, StepOf } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { App } from '../../core/slices/apps';
import type { Domain } from '../../core/slices/domains';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'sagemaker:UpdateDomain': {
    DomainId: string;
    AppNetworkAccessType: 'VpcOnly' | 'PublicInternetOnly';
    /** Sent unchanged: AWS refuses the update without them. */
    VpcId: string;
    SubnetIds: string[];
  };
}

type StudioPlan = Plan<StepOf<Calls>>;

/**
 * Plans UpdateDomain if AWS accepts it now and the apps will work afterwards; otherwise a person has to do something
 * first. AWS refuses while an app is InService, Pending or Deleting, and for RStudio domains (SageMaker API
 * reference, UpdateDomain).
 */
export function plan(
  domain: Domain,
  _evidence: Evidence,
  snapshot: Snapshot,
  _settings: Settings,
): StudioPlan {
  const network = networkOf(domain);
  if (network === undefined) return whyNotUpdatable(domain) ?? whyNotReady(domain) ?? withoutNetwork;
  return (
    whyNotUpdatable(domain) ??
    whyNotReady(domain) ??
    whyNotVacant(domain, snapshot) ??
    update(domain, network)
  );
}

/** What is left after the update: it counts once the domain is InService again. */
export function finish({ Status: status }: Domain, _history: readonly PastStep[]): StudioPlan | undefined {
  if (status === 'InService') return undefined;
  if (status === 'Updating' || status === 'Pending')
    return { kind: 'wait', because: 'the domain is updating to VpcOnly' };
  return person(
    `the domain is ${status ?? 'in an unknown status'} after the change to VpcOnly; its FailureReason tells why`,
  );
}

/** The plan when the domain's status allows no update now. */
function whyNotUpdatable({ Status: status }: Domain): StudioPlan | undefined {
  // AWS accepts a new update after a failed one.
  if (status === 'InService' || status === 'Update_Failed') return undefined;
  switch (status) {
    case 'Failed':
    case 'Delete_Failed':
      return person(
        `the domain is ${status}, so it cannot be updated`,
        'Look at its FailureReason; delete it, or recreate it with AppNetworkAccessType VpcOnly.',
      );
    default:
      return {
        kind: 'wait',
        because: `the domain is ${status ?? 'in an unknown status'}; it can be updated once it is InService`,
      };
  }
}

type DomainNetwork = Pick<Calls['sagemaker:UpdateDomain'], 'VpcId' | 'SubnetIds'>;

function networkOf({ VpcId, SubnetIds = [] }: Domain): DomainNetwork | undefined {
  return VpcId === undefined || SubnetIds.length === 0 ? undefined : { VpcId, SubnetIds: [...SubnetIds] };
}

const withoutNetwork = person(
  'the domain has no VPC or no subnets, which VpcOnly needs',
  'Give it private subnets of an approved VPC (UpdateDomain: VpcId, SubnetIds), then set AppNetworkAccessType to VpcOnly.',
);

/** The plan when the domain does not meet a requirement of VpcOnly. */
function whyNotReady(domain: Domain): StudioPlan | undefined {
  const { DomainSettings, DefaultUserSettings, AppNetworkAccessType: access } = domain;
  if (access !== undefined && access !== 'PublicInternetOnly')
    return person(`AppNetworkAccessType is ${access}, which is not understood`);
  if (DomainSettings?.RStudioServerProDomainSettings !== undefined)
    return person(
      'it is an RStudio domain, and AWS does not change the network mode of those',
      'Create a new domain with AppNetworkAccessType VpcOnly and AppSecurityGroupManagement Service, move the users and their files, then delete this one.',
    );
  if (networkOf(domain) === undefined) return withoutNetwork;
  if ((DefaultUserSettings?.SecurityGroups ?? []).length === 0)
    return person(
      'the default user settings of the domain name no security groups, which VpcOnly needs there or in every user profile',
      'Set DefaultUserSettings.SecurityGroups (UpdateDomain) to groups that allow TCP 2049 to the home file system and TCP 8192-65535 among themselves; AWS advises one group a profile.',
    );
  return undefined;
}

/** The plan while apps of the domain run: they are listed with their owners. */
function whyNotVacant({ DomainId: id }: Domain, snapshot: Snapshot): StudioPlan | undefined {
  const apps = snapshot.read('apps');
  if (apps.status === 'unreadable')
    return person(`it is not known whether apps are running: apps: ${apps.because}`);
  const running = apps.value.filter(
    ({ DomainId, Status: status }) =>
      (DomainId === id || DomainId === '') && status !== 'Deleted' && status !== 'Failed',
  );
  if (running.length === 0) return undefined;
  if (running.every(({ Status }) => Status === 'Deleting'))
    return { kind: 'wait', because: 'the last apps of the domain are being deleted' };
  return person(
    `AWS changes the network mode only while no app of the domain runs, and ${running.length} ${running.length === 1 ? 'does' : 'do'}`,
    `Ask their owners to save their work and delete these apps (DeleteApp); the change follows by itself where the mode allows it:\n${running.map(line).sort().join('\n')}`,
  );
}

function line({ UserProfileName, SpaceName, AppType, AppName, Status }: App): string {
  const owner =
    UserProfileName === undefined ? `space ${SpaceName ?? '(unknown)'}` : `user profile ${UserProfileName}`;
  return `- ${AppType ?? 'app'} ${AppName ?? '(unnamed)'} of ${owner}: ${Status ?? 'status unknown'}`;
}

/**
 * VPC and subnets are sent unchanged: "VpcId and Subnet IDs are required for updating domains to VpcOnly mode"
 * (terraform-provider-aws #45528, fixed in #45530 by always sending both; the API reference says otherwise).
 */
function update({ DomainId }: Domain, network: DomainNetwork): StudioPlan {
  return {
    kind: 'steps',
    steps: [
      {
        call: 'sagemaker:UpdateDomain',
        input: { DomainId, AppNetworkAccessType: 'VpcOnly', ...network },
        why: 'all traffic of its apps then uses your VPC and the groups of its users',
        precondition:
          'the domain is InService or Update_Failed, has subnets and security groups, and no app of it runs',
        inverse: [
          {
            call: 'sagemaker:UpdateDomain',
            input: { DomainId, AppNetworkAccessType: 'PublicInternetOnly', ...network },
            why: 'it had the default network mode before',
          },
        ],
        approval: 'none',
      },
    ],
  };
}

function person(because: string, text?: string): StudioPlan {
  return { kind: 'person', because, ...(text === undefined ? {} : { text }) };
}
