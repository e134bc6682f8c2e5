import type { ConfigurationItem, ConfigurationRecorder } from '@aws-sdk/client-config-service';
import type { Account, AccountEvent } from './account/account';
import { splitArn } from './account/arn';
import type { UserIdentity } from './account/identity';
import type { Quotas } from './account/quotas';
import type { Timings } from './account/timings';
import { CLOUDTRAIL_SLOT, type Trail } from './services/cloudtrail/state';
import { CONFIG_SLOT, resourceKey, resultToken } from './services/config/state';
import { addPrincipal } from './services/iam/add-principal';
import { EC2_SLOT } from './services/ec2/state';
import { IAM_SLOT } from './services/iam/state';
import { LAMBDA_SLOT } from './services/lambda/state';
import { ORGANIZATION_SLOT } from './services/organizations/state';
import { type Notebook, SAGEMAKER_SLOT } from './services/sagemaker/state';
import { SECURITYHUB_SLOT } from './services/securityhub/state';
import { SSM_SLOT } from './services/ssm/state';
import { STS_SLOT } from './services/sts/state';
import { awsPartitionOf } from './account/partition';

/** Changes that no API call can make. */
export interface Admin {
  /** Creates a role that only AWS may change, e.g. for `sagemaker.amazonaws.com`. Returns its ARN. */
  createServiceLinkedRole(service: string, name: string): string;
  /** Creates a role of IAM Identity Center, e.g. `AWSReservedSSO_DataScientist_0123456789abcdef`. Returns its ARN. */
  createSsoRole(name: string, policyArns?: readonly string[]): string;
  /** Sets the caller that CloudTrail shows for an access key. */
  setIdentity(accessKeyId: string, identity: UserIdentity): void;
  /** Makes the notebook's next transition end in Failed. */
  failNextTransition(notebookName: string, reason: string, region?: string): void;
  /**
   * Acts as a person who chooses a custom action in Security Hub for some findings. Throws if one of them is not in
   * Security Hub.
   */
  triggerCustomAction(actionTargetArn: string, findingIds: readonly string[]): void;
  /** Registers an AWS Config rule. Returns the result token that its Lambda function would receive. */
  putConfigRule(name: string, region?: string): string;
  /** Sets what GetResourceConfigHistory returns for a resource, newest first. */
  putConfigHistory(type: string, id: string, items: readonly ConfigurationItem[], region?: string): void;
  /** Makes PutEvaluations return this resource in `FailedEvaluations`. */
  failEvaluationsOf(resourceId: string, region?: string): void;
  setConfigurationRecorder(recorder: ConfigurationRecorder, recording: boolean, region?: string): void;
  /** Removes the Region's recorder. */
  removeConfigurationRecorder(region?: string): void;
  /** Another account shares a parameter with this one through AWS RAM, or changes its value; `undefined` ends that. */
  shareParameter(arn: string, value: string | undefined): void;
  /** Changes quotas or timings while the account runs. */
  dial(change: { readonly quotas?: Partial<Quotas>; readonly timings?: Partial<Timings> }): void;
  /**
   * Sets what the organization allows this account at most: one list of policies per level, root first; `[]` for no
   * policies. They apply to everybody except service-linked roles.
   */
  setServiceControlPolicies(levels: readonly (readonly object[])[]): void;
  /** Ends the session of an access key. */
  expireSession(accessKeyId: string): void;
  /** Deactivates STS in a Region, as an administrator can (IAM console, account settings). */
  deactivateSts(region: string): void;
  /** Creates a trail, or changes the one with this name. Default: one that logs management events of all Regions. */
  setTrail(name: string, settings?: Partial<Trail>): void;
  /**
   * Attaches a service control policy to the account, beside full access, or removes it (`undefined`). It applies to
   * every caller except service-linked roles. Returns its ARN.
   */
  setServiceControlPolicy(name: string, document: object | undefined): string;
  /** Sets the Availability Zones in which an endpoint service is offered. Default: a, b and c. */
  offerEndpointService(serviceName: string, zones: readonly string[], region?: string): void;
  /** Gives the notebook an older platform, on which no notebook can be created any more. */
  setPlatform(notebookName: string, identifier: string, region?: string): void;
  /** Ends AWS's support of a platform: no notebook can be created or started on it any more. */
  endPlatform(identifier: string, region?: string): void;
  /**
   * Acts as somebody who changes a function's code or settings. The change stays in progress for `forMs` milliseconds.
   */
  changeFunction(name: string, forMs: number, region?: string): void;
  /** Reserves concurrency for somebody's function, without checking what is left for others. */
  reserveConcurrency(name: string, executions: number, region?: string): void;
  /** Changes quotas of the account, as AWS does on request. */
  setQuotas(quotas: Partial<Quotas>): void;
  /**
   * Removes a resource immediately, whatever its state and without an event. `type` is CloudFormation's name for it.
   */
  remove(type: string, id: string, region?: string): void;
  /** Sends any event to the subscribers. */
  emit(event: Pick<AccountEvent, 'source' | 'detail-type' | 'region' | 'resources' | 'detail'>): void;
}

export function createAdmin(account: Account): Admin {
  const trust = (principal: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    });
  return {
    createServiceLinkedRole: (service, name) =>
      addPrincipal(account, 'role', {
        name,
        path: `/aws-service-role/${service}/`,
        trust: trust({ Service: service }),
      }).arn,
    createSsoRole(name, policyArns = []) {
      const role = addPrincipal(account, 'role', {
        name,
        path: `/aws-reserved/sso.amazonaws.com/${account.region === 'us-east-1' ? '' : `${account.region}/`}`,
        trust: trust({
          Federated: `arn:${awsPartitionOf(account.region)}:iam::${account.accountId}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`,
        }),
      });
      role.attached = [...policyArns];
      return role.arn;
    },
    setIdentity: (accessKeyId, identity) => {
      account.identities.set(accessKeyId, identity);
    },
    failNextTransition(notebookName, reason, region = account.region) {
      notebookOf(account, notebookName, region).failNext = reason;
    },
    triggerCustomAction(actionTargetArn, findingIds) {
      const { actionTargets, findings } = account.store.current(SECURITYHUB_SLOT, account.region);
      const target = actionTargets.get(actionTargetArn);
      if (target === undefined) throw new Error(`There is no action target ${actionTargetArn}`);
      const chosen = [...findings.values()].filter((finding) => findingIds.includes(finding.Id ?? ''));
      // A person can only choose findings that Security Hub shows.
      const missing = findingIds.filter((id) => !chosen.some((finding) => finding.Id === id));
      if (missing.length > 0) throw new Error(`Security Hub shows no finding ${missing.join(', ')}`);
      account.emit({
        source: 'aws.securityhub',
        'detail-type': 'Security Hub Findings - Custom Action',
        region: account.region,
        resources: [actionTargetArn],
        detail: { actionName: target.Name, actionDescription: target.Description, findings: chosen },
      });
    },
    putConfigRule(name, region = account.region) {
      account.store.current(CONFIG_SLOT, region).rules.add(name);
      return resultToken(name);
    },
    putConfigHistory(type, id, items, region = account.region) {
      account.store.current(CONFIG_SLOT, region).history.set(resourceKey(type, id), [...items]);
    },
    failEvaluationsOf(resourceId, region = account.region) {
      account.store.current(CONFIG_SLOT, region).failing.add(resourceId);
    },
    setConfigurationRecorder(recorder, recording, region = account.region) {
      account.store.current(CONFIG_SLOT, region).recorders = [{ recorder, recording }];
    },
    removeConfigurationRecorder(region = account.region) {
      account.store.current(CONFIG_SLOT, region).recorders = [];
    },
    shareParameter(arn, value) {
      const { region, resource: path } = splitArn(arn);
      const { shared } = account.store.current(SSM_SLOT, region);
      if (value === undefined) shared.delete(arn);
      else
        shared.set(arn, {
          Name: path.replace(/^parameter/, ''),
          Type: 'String',
          Value: value,
          Version: (shared.get(arn)?.Version ?? 0) + 1,
          ARN: arn,
          DataType: 'text',
        });
    },
    dial({ quotas = {}, timings = {} }) {
      Object.assign(account.quotas, quotas);
      Object.assign(account.timings, timings);
    },
    setServiceControlPolicies(levels) {
      account.organization.scps = levels.map((level) => level.map((document) => ({ ...document })));
    },
    expireSession(accessKeyId) {
      account.expired.add(accessKeyId);
    },
    deactivateSts(region) {
      account.store.current(STS_SLOT, region).deactivated.add(region);
    },
    setTrail(name, settings = {}) {
      const state = account.store.current(CLOUDTRAIL_SLOT, account.region);
      const trail: Trail = {
        name,
        arn: `arn:${awsPartitionOf(account.region)}:cloudtrail:${account.region}:${account.accountId}:trail/${name}`,
        homeRegion: account.region,
        isMultiRegion: true,
        isLogging: true,
        readWriteType: 'All',
        includesManagementEvents: true,
        isOrganizations: false,
        ...settings,
      };
      state.trails = [...state.trails.filter((other) => other.name !== name), trail];
    },
    setServiceControlPolicy(name, document) {
      const arn = `arn:${awsPartitionOf(account.region)}:organizations::${account.accountId}:policy/o-embedded01/service_control_policy/p-${name}`;
      const { scps } = account.store.current(ORGANIZATION_SLOT, account.region);
      if (document === undefined) scps.delete(arn);
      else scps.set(arn, JSON.stringify(document));
      return arn;
    },
    offerEndpointService(serviceName, zones, region = account.region) {
      account.store.current(EC2_SLOT, region).offeredZones.set(serviceName, [...zones]);
    },
    setPlatform(notebookName, identifier, region = account.region) {
      notebookOf(account, notebookName, region).detail.PlatformIdentifier = identifier;
    },
    endPlatform(identifier, region = account.region) {
      account.store.current(SAGEMAKER_SLOT, region).endedPlatforms.add(identifier);
    },
    changeFunction(name, forMs, region = account.region) {
      const { changingUntil } = account.store.current(LAMBDA_SLOT, region);
      changingUntil.set(name, account.clock.now() + forMs);
    },
    reserveConcurrency(name, executions, region = account.region) {
      account.store.current(LAMBDA_SLOT, region).reserved.set(name, executions);
    },
    setQuotas(quotas) {
      Object.assign(account.quotas, quotas);
    },
    remove(type, id, region = account.region) {
      const { notebooks, domains } = account.store.current(SAGEMAKER_SLOT, region);
      const ec2 = account.store.current(EC2_SLOT, region);
      const { endpoints, vpcs } = ec2;
      const { users, roles } = account.store.current(IAM_SLOT, region);
      const all: Readonly<Record<string, Map<string, unknown>>> = {
        'AWS::SageMaker::NotebookInstance': notebooks,
        'AWS::SageMaker::Domain': domains,
        'AWS::EC2::VPCEndpoint': endpoints,
        'AWS::EC2::VPC': vpcs,
        'AWS::IAM::User': users,
        'AWS::IAM::Role': roles,
      };
      const known = all[type];
      if (known?.delete(id) !== true) throw new Error(`There is no ${type} ${id} in ${region}`);
      // AWS deletes a VPC only when nothing is in it any more.
      if (type === 'AWS::EC2::VPC') removeContent(ec2, id);
    },
    emit: (event) => {
      account.emit(event);
    },
  };
}

function removeContent(
  { subnets, endpoints, routeTables, natGateways, groups }: ReturnType<typeof EC2_SLOT.create>,
  vpcId: string,
): void {
  for (const all of [subnets, endpoints, routeTables, natGateways])
    for (const [id, record] of all) if ('VpcId' in record && record.VpcId === vpcId) all.delete(id);
  for (const [id, group] of groups) if (group.vpcId === vpcId) groups.delete(id);
}

function notebookOf(account: Account, name: string, region: string): Notebook {
  const notebook = account.store.current(SAGEMAKER_SLOT, region).notebooks.get(name);
  if (notebook === undefined) throw new Error(`There is no notebook instance ${name} in ${region}`);
  return notebook;
}
