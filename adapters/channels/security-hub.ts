import type {
  AwsSecurityFinding,
  BatchUpdateFindingsUnprocessedFinding,
  SecurityHubClient,
  WorkflowStatus,
} from '@aws-sdk/client-securityhub';
import { setTimeout } from 'node:timers/promises';
import { FailureError } from '../../core/failure';
import { type Channel, NotTakenError, type Published } from '../../core/ports';
import type { Place } from '../../core/resource';
import type { RuleMeta } from '../../core/rule';
import { hubId, productArn, toAsff, workflowOf } from './asff';
import { batches } from './batches';

interface SecurityHubParts {
  readonly clients: { readonly securityhub: () => Promise<SecurityHubClient> };
  /** The account that imports: Security Hub takes findings only about the caller's own. */
  readonly place: Place;
  readonly metaOf: (rule: string) => RuleMeta;
  /** A short wait between an import and an update that met it. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** What Security Hub takes in one call. The bytes leave room for the request around the findings. */
const maxFindings = 100;
const maxBytes = 6_000_000;

/** Findings in Security Hub, with the workflow status that fits how they stand. */
export function securityHub({ clients, place, metaOf, pause = setTimeout }: SecurityHubParts): Channel {
  async function importAll(findings: readonly AwsSecurityFinding[]): Promise<ReadonlyMap<string, string>> {
    const { BatchImportFindingsCommand } = await import('@aws-sdk/client-securityhub');
    const hub = await clients.securityhub();
    const failed = new Map<string, string>();
    for (const batch of batches(findings, maxFindings, maxBytes)) {
      try {
        const { FailedFindings } = await hub.send(new BatchImportFindingsCommand({ Findings: [...batch] }));
        for (const { Id, ErrorCode, ErrorMessage } of FailedFindings ?? [])
          failed.set(Id ?? '', `${ErrorCode ?? ''}: ${ErrorMessage ?? ''}`);
      } catch (error) {
        throw hubIsOff(error, place) ?? error;
      }
    }
    return failed;
  }

  async function setWorkflow(status: WorkflowStatus, ids: readonly string[]): Promise<readonly string[]> {
    const { BatchUpdateFindingsCommand } = await import('@aws-sdk/client-securityhub');
    const hub = await clients.securityhub();
    let left = ids;
    for (let attempt = 0; attempt < 3 && left.length > 0; attempt += 1) {
      if (attempt > 0) await pause(1_000 * attempt);
      const { UnprocessedFindings = [] } = await hub.send(
        new BatchUpdateFindingsCommand({
          FindingIdentifiers: left.map((Id) => ({ Id, ProductArn: productArn(place) })),
          Workflow: { Status: status },
        }),
      );
      const refused = UnprocessedFindings.filter((one) => !isPassing(one));
      if (refused.length > 0) return refused.map(({ FindingIdentifier }) => FindingIdentifier?.Id ?? '');
      left = UnprocessedFindings.map(({ FindingIdentifier }) => FindingIdentifier?.Id ?? '');
    }
    // Still racing: the finding itself is right, and its next change sets the status again.
    return [];
  }

  return {
    publish: async (items) => {
      const failed = await importAll(items.map((item) => toAsff(item, metaOf(item.finding.rule), place)));
      const taken = items.filter(({ finding }) => !failed.has(hubId(finding.id)));
      const refused = new Map(failed);
      for (const [status, ids] of byWorkflow(taken))
        for (const batch of batches(ids, maxFindings))
          for (const id of await setWorkflow(status, batch)) refused.set(id, 'its workflow was not updated');
      if (refused.size > 0) throw notTaken(items, refused);
    },
  };
}

/** An update that meets the import of the same finding, or is there before it, may be repeated. */
function isPassing({ ErrorCode }: BatchUpdateFindingsUnprocessedFinding): boolean {
  return ErrorCode === 'ConcurrentUpdateError' || ErrorCode === 'FindingNotFound';
}

function byWorkflow(items: readonly Published[]): ReadonlyMap<WorkflowStatus, readonly string[]> {
  const groups = new Map<WorkflowStatus, string[]>();
  for (const item of items) {
    const status = workflowOf(item);
    groups.set(status, [...(groups.get(status) ?? []), hubId(item.finding.id)]);
  }
  return groups;
}

function notTaken(items: readonly Published[], refused: ReadonlyMap<string, string>): NotTakenError {
  const reasons = items.flatMap(({ finding }) => {
    const because = refused.get(hubId(finding.id));
    return because === undefined ? [] : [[finding.id, because] as const];
  });
  return new NotTakenError('Security Hub', new Map(reasons));
}

/** Security Hub answers InvalidAccess where it is not enabled; the SDK's own text does not say what to do. */
function hubIsOff(error: unknown, { account, region }: Place): FailureError | undefined {
  if (!(error instanceof Error) || error.name !== 'InvalidAccessException') return undefined;
  return new FailureError({
    kind: 'invalid',
    call: 'securityhub:BatchImportFindings',
    code: 'InvalidAccessException',
    message: `Security Hub is not enabled in account ${account}, ${region}`,
    cause: error,
  });
}
