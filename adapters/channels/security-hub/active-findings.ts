import type { AwsSecurityFinding, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Place } from '../../../core/model/resource';
import { productArn } from './asff';
import { batches } from '../batches';

interface Clients {
  readonly securityhub: () => Promise<SecurityHubClient>;
}

const maxFindings = 100;
const maxBytes = 6_000_000;

/** Palisade's findings about this account and Region that are active in Security Hub; none if it is not enabled. */
export async function activeFindings(
  { securityhub }: Clients,
  place: Place,
): Promise<readonly AwsSecurityFinding[]> {
  const { InvalidAccessException, paginateGetFindings } = await import('@aws-sdk/client-securityhub');
  const found: AwsSecurityFinding[] = [];
  try {
    const pages = paginateGetFindings(
      { client: await securityhub() },
      {
        Filters: {
          GeneratorId: [{ Value: 'palisade/', Comparison: 'PREFIX' }],
          ProductArn: [{ Value: productArn(place), Comparison: 'EQUALS' }],
          RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }],
        },
      },
    );
    for await (const { Findings } of pages) found.push(...(Findings ?? []));
  } catch (error) {
    // Security Hub gives this error when it is not enabled, and it has no findings then.
    if (error instanceof InvalidAccessException && /not subscribed/i.test(error.message)) return [];
    throw error;
  }
  return found;
}

/**
 * Archives findings. Their provider cannot end them otherwise. @throws Error that names a refused finding
 */
export async function archive(
  { securityhub }: Clients,
  findings: readonly AwsSecurityFinding[],
  now: string,
): Promise<void> {
  const { BatchImportFindingsCommand } = await import('@aws-sdk/client-securityhub');
  const hub = await securityhub();
  for (const batch of batches(
    findings.map((one) => archived(one, now)),
    maxFindings,
    maxBytes,
  )) {
    const { FailedFindings = [] } = await hub.send(new BatchImportFindingsCommand({ Findings: [...batch] }));
    const [first] = FailedFindings;
    if (first !== undefined)
      throw new Error(
        `Security Hub refused ${FailedFindings.length}: ${first.Id ?? ''}: ${first.ErrorMessage ?? ''}`,
      );
  }
}

/** The part of a finding that its provider may send. The other fields belong to Security Hub and its users. */
function archived(finding: AwsSecurityFinding, UpdatedAt: string): AwsSecurityFinding {
  const {
    Workflow: _,
    Note: __,
    ProcessedAt: ___,
    UserDefinedFields: ____,
    VerificationState: _____,
    ...own
  } = finding;
  return { ...own, UpdatedAt, RecordState: 'ARCHIVED' };
}
