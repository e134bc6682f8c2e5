import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { awsPartitionOf } from '../../account/partition';

const MAXIMUM_BYTES = 240 * 1024;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Why Security Hub refuses to import the finding; undefined if it accepts it. */
export function findingProblem(
  finding: AwsSecurityFinding,
  accountId: string,
  region: string,
): string | undefined {
  const missing = missingField(finding);
  if (missing !== undefined) return `data should have required property '.${missing}'`;
  const resources = finding.Resources ?? [];
  const problems: readonly (readonly [boolean, string])[] = [
    [finding.SchemaVersion !== '2018-10-08', 'data.SchemaVersion should be equal to 2018-10-08'],
    [tooLong(finding.Id, 512), 'data.Id should NOT be longer than 512 characters'],
    [tooLong(finding.GeneratorId, 512), 'data.GeneratorId should NOT be longer than 512 characters'],
    [tooLong(finding.Title, 256), 'data.Title should NOT be longer than 256 characters'],
    [tooLong(finding.Description, 1024), 'data.Description should NOT be longer than 1024 characters'],
    [resources.length < 1 || resources.length > 32, 'data.Resources should have between 1 and 32 items'],
    [resources.some((resource) => !resource.Type || !resource.Id), 'data.Resources need Type and Id'],
    [!ISO_TIME.test(finding.CreatedAt ?? ''), 'data.CreatedAt should be an ISO 8601 timestamp'],
    [!ISO_TIME.test(finding.UpdatedAt ?? ''), 'data.UpdatedAt should be an ISO 8601 timestamp'],
    [finding.AwsAccountId !== accountId, `data.AwsAccountId should be the caller's account ${accountId}`],
    [
      finding.ProductArn !== defaultProduct(accountId, region),
      'data.ProductArn is not a product of the caller',
    ],
    [
      tooLong(finding.Remediation?.Recommendation?.Text, 512),
      'data.Remediation.Recommendation.Text is too long',
    ],
    [
      (finding.Compliance?.RelatedRequirements ?? []).length > 32,
      'data.Compliance.RelatedRequirements is too long',
    ],
    [(finding.Types ?? []).length > 50, 'data.Types should NOT have more than 50 items'],
    [Object.keys(finding.ProductFields ?? {}).length > 50, 'data.ProductFields has more than 50 entries'],
    [Buffer.byteLength(JSON.stringify(finding)) > MAXIMUM_BYTES, 'The finding exceeds 240 KB'],
  ];
  return problems.find(([wrong]) => wrong)?.[1];
}

/** The ARN of the product that an account's own findings belong to. */
function defaultProduct(accountId: string, region: string): string {
  return `arn:${awsPartitionOf(region)}:securityhub:${region}:${accountId}:product/${accountId}/default`;
}

function missingField(finding: AwsSecurityFinding): string | undefined {
  const required = {
    SchemaVersion: finding.SchemaVersion,
    Id: finding.Id,
    ProductArn: finding.ProductArn,
    GeneratorId: finding.GeneratorId,
    AwsAccountId: finding.AwsAccountId,
    CreatedAt: finding.CreatedAt,
    UpdatedAt: finding.UpdatedAt,
    Title: finding.Title,
    Description: finding.Description,
    Resources: finding.Resources,
  };
  return Object.entries(required).find(([, value]) => value === undefined)?.[0];
}

function tooLong(value: string | undefined, limit: number): boolean {
  return (value ?? '').length > limit;
}
