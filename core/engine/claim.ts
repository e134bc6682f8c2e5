import type { Ports, Trigger } from '../ports';
import { originOf } from './attribution';
import type { Claimed, Found } from './stages';
import { minute } from './time';

/** Takes a finding's lease; `undefined` where another worker has it, and then it is looked at again later. */
export async function claim(ports: Ports, trigger: Trigger, found: Found): Promise<Claimed | undefined> {
  const { finding, rule } = found;
  const opened = await ports.ledger.open(finding.id, ports.holder);
  if (opened === 'held') {
    ports.tell({ type: 'busy', finding });
    await ports.followUp(finding.resource, minute, 'another worker has this finding');
    return undefined;
  }
  return { ...found, ...opened, ports, origin: originOf(trigger, rule.meta, finding.resource) };
}
