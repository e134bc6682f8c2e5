import type { ComplianceType, ConfigServiceClient, Evaluation } from '@aws-sdk/client-config-service';
import type { Finding } from '../../core/model/finding';
import { FailureError } from '../../core/model/failure';
import { kindOf } from '../../core/model/resource';
import { truncate } from '../text/truncate';
import { batches } from './batches';

/** How AWS Config wants the answer to one of its invocations. */
interface Answer {
  readonly resultToken: string;
  /** When the evaluated state was captured: AWS Config ignores an answer that is older than the one it has. */
  readonly orderingTimestamp: string;
  /** In test mode AWS Config checks everything but the token, and stores nothing. */
  readonly testMode?: boolean;
}

/** A finding, with the resource's id and type in AWS Config where they differ from the finding's. */
export interface Evaluated {
  readonly finding: Pick<Finding, 'status' | 'title' | 'message' | 'resource' | 'exemption'>;
  /** For IAM the unique id (AIDA…, AROA…) from the configuration item: a name would create another resource. */
  readonly configResourceId?: string;
  readonly configResourceType?: string;
  /** The resource was deleted, or is no longer in the scope of the Config rule. */
  readonly gone?: boolean;
}

const maxEvaluations = 100;

/**
 * Sends the evaluations of the findings to AWS Config.
 * @throws FailureError that names the resources whose evaluation was refused
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
 * AWS Config has no value for "unknown": it refuses INSUFFICIENT_DATA, sending nothing leaves an old COMPLIANT in
 * place, and NOT_APPLICABLE removes the resource from the list. A resource that could not be read is therefore
 * NON_COMPLIANT, with an annotation that begins with "Unknown". Palisade never remediates it.
 */
const compliance: Readonly<Record<Finding['status'], ComplianceType>> = {
  pass: 'COMPLIANT',
  fail: 'NON_COMPLIANT',
  unknown: 'NON_COMPLIANT',
  exempt: 'NOT_APPLICABLE',
  'not-applicable': 'NOT_APPLICABLE',
};

/** A text of 1 to 256 characters. */
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
