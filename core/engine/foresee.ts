import type { FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { whyOtherPlan } from './choice';
import { whyStopped } from './limits';
import { exemptUntil } from './operate';
import { simulate } from './simulate';
import type { Scope } from './judge';
import { previewUndo } from './undo';

/** One line of a dry run, as plain data. */
export interface Foreseen {
  readonly finding: string;
  readonly would: string;
  readonly because: string;
  readonly steps: readonly { readonly call: string; readonly input: unknown; readonly why: string }[];
  readonly until?: string;
}

type Needs = Pick<Ports, 'rules' | 'gather' | 'settings' | 'now' | 'ledger' | 'stopped'>;

/** What a pass over a scope would do, see `simulate`, as plain data; by these rules only, where they are given. */
export async function foreseePass(
  ports: Needs,
  over: Scope,
  ruleIds?: readonly string[],
): Promise<readonly Foreseen[]> {
  const rules = ports.rules.filter(({ meta }) => ruleIds?.includes(meta.id) ?? true);
  const found = await simulate({ ...ports, rules }, over);
  return found.map(({ finding, would, because, steps, until }) => ({
    finding: finding.id,
    would,
    because,
    steps: steps.map(({ call, input, why }) => ({ call, input, why })),
    ...(until === undefined ? {} : { until }),
  }));
}

/** What a person's request would do, made at `chosenAt`: to approve, to exempt or to undo. Changes nothing. */
export async function foreseeAction(
  ports: Needs,
  action: 'remediate' | 'exempt' | 'undo',
  id: string,
  chosenAt?: string,
): Promise<Foreseen> {
  const record = await ports.ledger.load(id);
  if (record === undefined) return nothing(id, noFinding(id));
  switch (action) {
    case 'remediate':
      return approval(record, await whyStopped(ports), chosenAt);
    case 'exempt': {
      const until = exemptUntil(ports.now(), chosenAt);
      if (until <= ports.now()) return nothing(id, `the exemption was over at ${until}`);
      return { finding: id, would: 'exempt', because: `until ${until}`, steps: [], until };
    }
    case 'undo': {
      const preview = await previewUndo(ports, id, chosenAt);
      if (preview.status !== 'ready')
        return nothing(id, preview.status === 'refused' ? preview.because : noFinding(id));
      return { finding: id, would: 'undo', because: 'nothing has changed since', steps: preview.calls };
    }
  }
}

function approval(
  record: FindingRecord,
  stopped: string | undefined,
  chosenAt: string | undefined,
): Foreseen {
  const { id, shown, because } = record;
  const calls = shown.filter(({ approval: needs }) => needs !== 'data-loss');
  if (calls.length === 0) return nothing(id, `there is no plan to approve: ${because}`);
  const other = whyOtherPlan(record, chosenAt);
  if (other !== undefined) return nothing(id, other);
  const steps = calls.map(({ fingerprint }) => {
    const [call = '', ...input] = fingerprint.split(' ');
    return { call, input: JSON.parse(input.join(' ')) as unknown, why: 'as it was shown' };
  });
  return {
    finding: id,
    would: 'approve',
    because: stopped ?? 'exactly these steps, if they are still the plan',
    steps,
  };
}

const noFinding = (id: string): string => `there is no finding ${id}`;

const nothing = (finding: string, because: string): Foreseen => ({
  finding,
  would: 'nothing',
  because,
  steps: [],
});
