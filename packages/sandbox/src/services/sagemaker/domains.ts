import type {
  CreateDomainRequest,
  CreateDomainResponse,
  DescribeDomainRequest,
  DescribeDomainResponse,
  DomainSettings,
  ListDomainsRequest,
  ListDomainsResponse,
  UpdateDomainRequest,
  UpdateDomainResponse,
} from '@aws-sdk/client-sagemaker';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { sagemaker as refusals } from '../../refusals/sagemaker';
import { refused } from '../../refusals/refusal';
import { defined, given } from '../members';
import { page } from '../pages';
import { notFound, SAGEMAKER_SLOT, validation, type DomainRecord } from './state';
import { awsPartitionOf } from '../../account/partition';

export function createDomain(input: CreateDomainRequest, call: Call): CreateDomainResponse {
  const { domains } = call.state(SAGEMAKER_SLOT);
  const { accountId, ids, clock, store, timings } = call.account;
  const { region } = call;
  const id = `d-${ids.lower(12)}`;
  const arn = `arn:${awsPartitionOf(region)}:sagemaker:${region}:${accountId}:domain/${id}`;
  const url = `https://${id}.studio.${region}.sagemaker.aws`;
  const now = new Date(call.now);
  const settings: DomainSettings | undefined = input.DomainSettings;
  const rstudio = settings?.RStudioServerProDomainSettings !== undefined;
  if (rstudio && input.AppNetworkAccessType === 'VpcOnly' && input.AppSecurityGroupManagement === undefined) {
    throw validation('AppSecurityGroupManagement is required for VpcOnly domains with RStudio');
  }
  domains.set(id, {
    detail: defined({
      DomainId: id,
      DomainArn: arn,
      DomainName: input.DomainName,
      Status: 'Pending',
      CreationTime: now,
      LastModifiedTime: now,
      AuthMode: input.AuthMode,
      DefaultUserSettings: input.DefaultUserSettings,
      DefaultSpaceSettings: input.DefaultSpaceSettings,
      DomainSettings: input.DomainSettings,
      SubnetIds: input.SubnetIds,
      VpcId: input.VpcId,
      AppNetworkAccessType: input.AppNetworkAccessType ?? 'PublicInternetOnly',
      AppSecurityGroupManagement: input.AppSecurityGroupManagement,
      HomeEfsFileSystemId: ids.ec2('fs'),
      KmsKeyId: input.KmsKeyId,
      TagPropagation: input.TagPropagation,
      Url: url,
    }),
    tags: [...(input.Tags ?? [])],
  });
  clock.after(
    timings.domain,
    () => {
      const domain = store.current(SAGEMAKER_SLOT, region).domains.get(id);
      if (domain?.detail.Status === 'Pending') domain.detail.Status = 'InService';
    },
    `${id} leaves Pending`,
  );
  return { DomainArn: arn, DomainId: id, Url: url };
}

export function describeDomain(input: DescribeDomainRequest, call: Call): DescribeDomainResponse {
  return findDomain(call, input.DomainId).detail;
}

export function listDomains(input: ListDomainsRequest, call: Call): ListDomainsResponse {
  const all = [...call.state(SAGEMAKER_SLOT).domains.values()];
  const { items, next } = page(all, input.MaxResults ?? 10, input.NextToken, () =>
    validation('Invalid NextToken'),
  );
  return defined({
    Domains: items.map(({ detail }) =>
      defined({
        DomainArn: detail.DomainArn,
        DomainId: detail.DomainId,
        DomainName: detail.DomainName,
        Status: detail.Status,
        CreationTime: detail.CreationTime,
        LastModifiedTime: detail.LastModifiedTime,
        Url: detail.Url,
      }),
    ),
    NextToken: next,
  });
}

export function updateDomain(input: UpdateDomainRequest, call: Call): UpdateDomainResponse {
  const { region } = call;
  const { clock, store, timings } = call.account;
  const { detail } = findDomain(call, input.DomainId);
  const id = detail.DomainId;
  if (detail.Status !== 'InService' && detail.Status !== 'Update_Failed') {
    throw new AwsError('ResourceInUse', `Domain ${id} is ${String(detail.Status)} and cannot be updated`);
  }
  const networkChanges =
    input.AppNetworkAccessType !== undefined && input.AppNetworkAccessType !== detail.AppNetworkAccessType;
  if (networkChanges) checkNetworkChange(input, call, detail);
  if (
    input.SubnetIds !== undefined &&
    detail.SubnetIds?.some((subnet) => !input.SubnetIds?.includes(subnet))
  ) {
    refuseWhileAppsRun(call, detail);
  }
  const { DomainSettingsForUpdate: settings } = input;
  Object.assign(
    detail,
    defined({
      DefaultUserSettings: merged(detail.DefaultUserSettings, input.DefaultUserSettings),
      DefaultSpaceSettings: input.DefaultSpaceSettings,
      AppSecurityGroupManagement: input.AppSecurityGroupManagement,
      AppNetworkAccessType: input.AppNetworkAccessType,
      SubnetIds: input.SubnetIds,
      TagPropagation: input.TagPropagation,
      DomainSettings: merged(detail.DomainSettings, settings),
    }),
  );
  detail.Status = 'Updating';
  detail.LastModifiedTime = new Date(call.now);
  clock.after(
    timings.domain,
    () => {
      const domain = store.current(SAGEMAKER_SLOT, region).domains.get(id);
      if (domain?.detail.Status === 'Updating') domain.detail.Status = 'InService';
    },
    `${id} leaves Updating`,
  );
  return { DomainArn: detail.DomainArn };
}

function checkNetworkChange(input: UpdateDomainRequest, call: Call, detail: DomainRecord['detail']): void {
  const configured = detail.DomainSettings?.RStudioServerProDomainSettings?.DomainExecutionRoleArn;
  const sent = input.DomainSettingsForUpdate?.RStudioServerProDomainSettingsForUpdate?.DomainExecutionRoleArn;
  if (configured !== undefined || sent !== undefined) {
    throw validation('AppNetworkAccessType cannot be updated for a domain with RStudioServerPro');
  }
  const { VpcId, SubnetIds } = input;
  if (input.AppNetworkAccessType === 'VpcOnly' && (VpcId === undefined || SubnetIds === undefined))
    throw refused(refusals.vpcOnlyWithoutSubnets);
  refuseWhileAppsRun(call, detail);
}

function refuseWhileAppsRun(
  call: Call,
  { DomainId: domainId, DomainArn: arn }: DomainRecord['detail'],
): void {
  const running = call
    .state(SAGEMAKER_SLOT)
    .apps.filter((app) => app.DomainId === domainId && /^(InService|Pending|Deleting)$/.test(app.Status));
  if (running.length > 0) {
    throw refused(refusals.appInService, { domain: arn });
  }
}

function merged<T extends object>(old: T | undefined, changes: object | undefined): T | object | undefined {
  return changes === undefined ? old : { ...old, ...changes };
}

export function findDomain(call: Call, id: string | undefined): DomainRecord {
  const domain = call.state(SAGEMAKER_SLOT).domains.get(given(id));
  if (domain === undefined) throw notFound(`Domain ${String(id)} does not exist`);
  return domain;
}
