import type {
  AwsSecurityFinding,
  BatchUpdateFindingsUnprocessedFinding,
  SecurityHubClient,
  WorkflowStatus,
} from '@aws-sdk/client-securityhub';
import { describeFailure } from '../../../core/model/failure';
import { type Channel, ChannelOffError, NotTakenError, type Published } from '../../../core/model/ports';
import type { Place } from '../../../core/model/resource';
import type { RuleMeta } from '../../../core/model/rule';
import { hubId, productArn, toAsff, workflowOf } from './asff';
import { classify } from '../../aws/classify';
import { batches } from '../batches';

interface SecurityHubParts {
  readonly clients: { readonly securityhub: () => Promise<SecurityHubClient> };
  /** The importing account: Security Hub accepts findings only about the caller's own account. */
  readonly place: Place;
  readonly metaOf: (rule: string) => RuleMeta;
  /** Waits between an import and an update that conflicted with it. */
  readonly pause: (ms: number) => Promise<unknown>;
}

const name = 'Security Hub';

/** What Security Hub accepts in one call. The bytes leave room for the rest of the request. */
const maxFindings = 100;
const maxBytes = 6_000_000;

/** The channel that imports findings into Security Hub, with the workflow status that matches their state. */
export function securityHub({ clients, place, metaOf, pause }: SecurityHubParts): Channel {
  async function importAll(findings: readonly AwsSecurityFinding[]): Promise<ReadonlyMap<string, string>> {
    const { BatchImportFindingsCommand } = await import('@aws-sdk/client-securityhub');
    const hub = await clients.securityhub();
    const failed = new Map<string, string>();
    for (const batch of batches(findings, maxFindings, maxBytes)) {
      const { FailedFindings } = await hub.send(new BatchImportFindingsCommand({ Findings: [...batch] }));
      for (const { Id, ErrorCode, ErrorMessage } of FailedFindings ?? [])
        failed.set(Id ?? '', `${ErrorCode ?? ''}: ${ErrorMessage ?? ''}`);
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
      const refused = UnprocessedFindings.filter((one) => !isTransient(one));
      if (refused.length > 0) return refused.map(({ FindingIdentifier }) => FindingIdentifier?.Id ?? '');
      left = UnprocessedFindings.map(({ FindingIdentifier }) => FindingIdentifier?.Id ?? '');
    }
    // Still in conflict. The finding itself was imported, and its next change sets the status again.
    return [];
  }

  async function publishAll(items: readonly Published[]): Promise<void> {
    const failed = await importAll(items.map((item) => toAsff(item, metaOf(item.finding.rule), place)));
    const taken = items.filter(({ finding }) => !failed.has(hubId(finding.id)));
    const refused = new Map(failed);
    for (const [status, ids] of byWorkflow(taken))
      for (const batch of batches(ids, maxFindings))
        for (const id of await setWorkflow(status, batch)) refused.set(id, 'its workflow was not updated');
    if (refused.size > 0) throw notTaken(items, refused);
  }

  return {
    publish: async (items) => {
      try {
        await publishAll(items);
      } catch (error) {
        throw isOff(error, place) ?? error;
      }
    },
  };
}

/** Whether to retry: the update conflicted with the import of the same finding, or arrived before it. */
function isTransient({ ErrorCode }: BatchUpdateFindingsUnprocessedFinding): boolean {
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
  return new NotTakenError(name, new Map(reasons));
}

/**
 * Security Hub answers InvalidAccess if it is not enabled, and the SDK's message does not explain what to do. That, and
 * a missing permission, will not change until a person acts.
 */
function isOff(error: unknown, { account, region }: Place): ChannelOffError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'InvalidAccessException')
    return new ChannelOffError(name, `Security Hub is not enabled in account ${account}, ${region}`, true);
  const failure = classify('securityhub:BatchImportFindings', error);
  return failure.kind === 'denied' ? new ChannelOffError(name, describeFailure(failure)) : undefined;
}
