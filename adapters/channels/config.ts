import type { ComplianceType, ConfigServiceClient, Evaluation } from '@aws-sdk/client-config-service';
import type { Finding } from '../../core/model/finding';
import { FailureError } from '../../core/model/failure';
import { kindOf } from '../../core/model/resource';
import { truncate } from '../text/truncate';
import { batches } from './batches';

/** What an invocation by AWS Config says about its answer. */
interface Answer {
  readonly resultToken: string;
  /** When the judged state was captured: AWS Config ignores an answer that is older than the one it has. */
  readonly orderingTimestamp: string;
  /** AWS Config checks everything but the token, and stores nothing. */
  readonly testMode?: boolean;
}

/** A finding, and the resource as AWS Config knows it where that differs from the finding's own. */
export interface Evaluated {
  readonly finding: Pick<Finding, 'status' | 'title' | 'message' | 'resource' | 'exemption'>;
  /** For IAM the unique id (AIDA…, AROA…), as the configuration item has it; a name would be another resource. */
  readonly configResourceId?: string;
  readonly configResourceType?: string;
  /** The resource is deleted, or has left the scope of the Config rule. */
  readonly gone?: boolean;
}

const maxEvaluations = 100;

/**
 * Tells AWS Config how the findings stand.
 * @throws FailureError that names the resources whose evaluation was refused.
 */
export async function publishEvaluations(
  clients: { readonly config: () => Promise<ConfigServiceClient> },
  { resultToken, orderingTimestamp, testMode = false }: Answer,
  evaluated: readonly Evaluated[],
): Promise<void> {
  const { PutEvaluationsCommand } = await import('@aws-sdk/client-config-service');
  const config = await clients.config();
  const at = new Date(orderingTimestamp);
  const refused: string[] = [];
  for (const batch of batches(evaluated, maxEvaluations)) {
    const { FailedEvaluations = [] } = await config.send(
      new PutEvaluationsCommand({
        ResultToken: resultToken,
        TestMode: testMode,
        Evaluations: batch.map((one) => toEvaluation(one, at)),
      }),
    );
    refused.push(
      ...FailedEvaluations.map(
        ({ ComplianceResourceType, ComplianceResourceId }) =>
          `${ComplianceResourceType ?? ''} ${ComplianceResourceId ?? ''}`,
      ),
    );
  }
  if (refused.length > 0)
    throw new FailureError({
      kind: 'unexpected',
      call: 'config:PutEvaluations',
      code: 'FailedEvaluations',
      message: `AWS Config did not take the evaluations of ${refused.join(', ')}`,
      cause: refused,
    });
}

function toEvaluation(one: Evaluated, at: Date): Evaluation {
  const { finding, configResourceId, configResourceType } = one;
  const { type, id } = finding.resource;
  return {
    ComplianceResourceType: configResourceType ?? kindOf(type).configType ?? type,
    ComplianceResourceId: configResourceId ?? id,
    ComplianceType: one.gone === true ? 'NOT_APPLICABLE' : compliance[finding.status],
    Annotation: annotation(one),
    OrderingTimestamp: at,
  };
}

/**
 * AWS Config has no "unknown" to put: INSUFFICIENT_DATA is refused, saying nothing leaves an old COMPLIANT standing,
 * and NOT_APPLICABLE takes the resource off the list. What could not be read is therefore NON_COMPLIANT, and its
 * annotation begins with "Unknown"; Palisade itself never remediates it.
 */
const compliance: Readonly<Record<Finding['status'], ComplianceType>> = {
  pass: 'COMPLIANT',
  fail: 'NON_COMPLIANT',
  unknown: 'NON_COMPLIANT',
  exempt: 'NOT_APPLICABLE',
  'not-applicable': 'NOT_APPLICABLE',
};

/** Between 1 and 256 characters. */
function annotation({ finding, gone }: Evaluated): string {
  const { exemption, status, message, title } = finding;
  if (gone === true) return 'The resource is deleted or not in the scope of the rule any more';
  const said = message.trim() === '' ? title : message;
  if (exemption !== undefined)
    return truncate(
      `Exempt until ${exemption.until.slice(0, 10)} by ${exemption.owner}: ${exemption.reason}. ${said}`,
      256,
    );
  return truncate(status === 'unknown' ? `Unknown, so not compliant: ${said}` : said, 256);
}
