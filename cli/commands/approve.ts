import { userInfo } from 'node:os';
import { type DeployedLoop, deployedLoop } from '../../composition/loop';
import { BadInputError } from '../../core/model/bad-input';
import { command } from '../../core/text/command';
import type { ResourceRef } from '../../core/model/resource';
import { chosenRules, judgeSource } from '../account/judge';
import { memoryOf } from '../account/memory';
import { settingsInForce } from '../account/settings';
import { openLive } from '../account/source';
import { approveShown } from '../operator/approve-shown';
import { aboutResources, chosen } from '../operator/chosen';
import { confirm, needPerson } from '../operator/confirm';
import { checkLedger, operatorPorts } from '../operator/operator-ports';
import { previewText } from '../operator/text';
import { ruleOfFindingId } from '../explain/resolve';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { commandLine } from '../output/commands';
import { paintFor } from '../output/paint';

export interface ApproveOptions extends SourceOptions, LedgerOptions {
  readonly yes?: boolean;
  readonly queueUrl?: string;
}

/**
 * `palisade approve FINDING`: shows the plan as it is now, asks, and writes the approval of exactly these steps into
 * the table of the deployed Palisade, which performs them. Exits with 1 when there is nothing to approve, or when
 * another worker has the finding.
 */
export async function approveCommand(id: string, options: ApproveOptions, io: Io): Promise<number> {
  needPerson('approve', options.yes, io);
  const rule = ruleOfFindingId(id);
  if (rule === undefined)
    throw new BadInputError('approve', id, 'is not the id of a finding; `palisade scan` shows them');
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  if (memory.table === undefined)
    throw new BadInputError(
      'approve',
      '',
      `it is the deployed Palisade that acts on an approval, and none is deployed here; without one, apply it yourself: ${command('apply', '--resource', id)}`,
    );
  const ports = operatorPorts({ source, settings, memory, io });
  await checkLedger(ports, memory);
  const { findings } = await judgeSource(source, chosenRules([rule]), settings, io);
  const [entry] = chosen(aboutResources(findings, [id]), false);
  if (entry === undefined) {
    await write(
      io.stdout,
      `There is no plan to approve: it does not fail, or a person has to act. The reason is shown by: ${commandLine(io, 'explain', [id], options)}\n`,
    );
    return 1;
  }
  await write(io.stdout, `${previewText([entry], paintFor(io.stdout, io.env))}\n\n`);
  if (options.yes !== true && !(await confirm('Approve exactly these steps?', io))) {
    await write(io.stdout, 'Nothing was approved.\n');
    return 0;
  }
  const by = `palisade approve by ${userInfo().username}`;
  if ((await approveShown(entry, ports, by)) === 'leased') {
    await write(io.stderr, 'palisade: not approved: it is being handled right now; try again in a minute\n');
    return 1;
  }
  const { type, id: name } = entry.finding.resource;
  const queueUrl = options.queueUrl ?? memory.deployment?.queueUrl;
  const isQueued =
    queueUrl !== undefined &&
    (await isTaken(deployedLoop(source.clients, queueUrl, io.now), { type, id: name }, by));
  const when = isQueued ? 'immediately' : 'with its next sweep';
  await write(
    io.stdout,
    `Approved. Palisade performs it ${when}; if the plan has changed by then, it asks again.\n`,
  );
  return 0;
}

/** Whether the queue accepted it. The approval counts in any case: if the queue refuses, the next sweep finds it. */
async function isTaken({ enqueue }: DeployedLoop, ref: ResourceRef, by: string): Promise<boolean> {
  try {
    await enqueue([ref], by);
    return true;
  } catch {
    return false;
  }
}
