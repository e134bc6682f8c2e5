import type { FindingRecord } from '../model/ledger';
import { type InverseStep, stepFingerprint } from '../model/plan';
import type { Ports } from '../model/ports';
import { type Refused, refused } from '../model/refused';
import { type DryRunResult, nothingToDo } from './dry-run';
import { whyStopped } from './limits';
import { approve, exempt } from './operate';
import { recordingPorts } from './recording-ports';
import { undoCalls } from './take-back';
import { undo } from './undo';

const by = 'dry run';

/**
 * What a person's request made at `chosenAt` would do: approve, exempt or undo. It runs the real request over ports
 * that only record.
 */
export async function dryRunAction(
  ports: Ports,
  action: 'remediate' | 'exempt' | 'undo',
  id: string,
  chosenAt?: string,
): Promise<DryRunResult> {
  if (action === 'undo') return dryRunUndo(ports, id, chosenAt);
  const recording = recordingPorts(ports);
  const result =
    action === 'exempt'
      ? await exempt(recording.ports, id, by, by, chosenAt)
      : await approve(recording.ports, id, by, {
          dataLoss: false,
          ...(chosenAt === undefined ? {} : { chosenAt }),
        });
  if (result.status === 'refused') return nothingToDo(id, result.because);
  const { approval, exemption } = result.record;
  if (action === 'exempt') {
    const { until } = exemption ?? { until: '' };
    return { finding: id, would: 'exempt', because: `until ${until}`, steps: [], until };
  }
  return {
    finding: id,
    would: 'approve',
    because: (await whyStopped(recording.ports)) ?? 'exactly these steps, if they are still the plan',
    steps: (approval?.steps ?? []).map(shownStep),
  };
}

async function dryRunUndo(ports: Ports, id: string, chosenAt: string | undefined): Promise<DryRunResult> {
  const preview = await previewUndo(ports, id, chosenAt);
  switch (preview.status) {
    case 'ready':
      return { finding: id, would: 'undo', because: 'nothing has changed since', steps: preview.calls };
    case 'refused':
      return nothingToDo(id, preview.because);
    case 'no-such-finding':
      return nothingToDo(id, `there is no finding ${id}`);
  }
}

/** A step read back from its fingerprint. */
function shownStep(fingerprint: string): DryRunResult['steps'][number] {
  const [call = '', ...input] = fingerprint.split(' ');
  return { call, input: JSON.parse(input.join(' ')), why: 'as it was shown' };
}

/** What an undo would do now. */
export type UndoPreview =
  | { readonly status: 'ready'; readonly record: FindingRecord; readonly calls: readonly InverseStep[] }
  | Refused
  /** The ledger has no such finding. */
  | { readonly status: 'no-such-finding' };

/**
 * What `undo` would do, or why it would refuse. Changes nothing. Passed to `undo` as `shown`, the result limits it to
 * exactly these calls.
 */
export async function previewUndo(ports: Ports, id: string, chosenAt?: string): Promise<UndoPreview> {
  const { ports: recorded, performed } = recordingPorts(ports);
  const record = await recorded.ledger.load(id);
  if (record === undefined) return { status: 'no-such-finding' };
  const result = await undo(recorded, id, by, { chosenAt });
  if (result.status === 'refused') return refused(result.because);
  const recordedSteps = undoCalls(record);
  const calls = performed.flatMap(
    (made) => recordedSteps.find((step) => stepFingerprint(step) === stepFingerprint(made)) ?? [],
  );
  return { status: 'ready', record, calls };
}
