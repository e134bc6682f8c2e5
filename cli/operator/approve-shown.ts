import type { Finding } from '../../core/model/finding';
import type { FindingRecord } from '../../core/model/ledger';
import { stepFingerprint } from '../../core/model/plan';
import type { Chosen } from './chosen';
import type { OperatorPorts } from './operator-ports';

/**
 * Records in the ledger that the operator approved exactly the steps that were shown. No other steps are performed: if
 * the plan has changed by then, the engine asks again.
 * @returns `leased` when another worker has the finding
 */
export async function approveShown(
  { finding, steps }: Chosen,
  { ledger, holder, now }: OperatorPorts,
  by: string,
): Promise<'approved' | 'leased'> {
  const opened = await ledger.open(finding.id, holder);
  if (opened === 'leased') return 'leased';
  const at = now();
  const record: FindingRecord = {
    ...(opened.record ?? unknownYet(finding, at)),
    approval: { by, at, steps: steps.map(stepFingerprint) },
  };
  const detail = steps.map(({ call }) => call).join(', ');
  await ledger.save(opened.lease, record, { at, event: 'approved', by, detail }, 'release');
  return 'approved';
}

/** The record of a finding that the ledger does not have yet; its first pass begins the episode. */
function unknownYet({ id, rule, resource, severity, message }: Finding, at: string): FindingRecord {
  return {
    id,
    rule,
    resource,
    status: 'pass',
    outcome: 'open',
    severity,
    message,
    because: '',
    firstSeenAt: at,
    updatedAt: at,
    failingSince: at,
    episodes: 0,
    performed: [],
    shown: [],
    digest: '',
  };
}
