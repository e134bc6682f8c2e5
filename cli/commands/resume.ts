import { isOn } from '../../adapters/switch/ssm';
import { readSwitch, whoSwitched, writeSwitch } from '../../adapters/switch/write';
import { messageOf } from '../../adapters/errors';
import { ledgerAt } from '../../composition/ledger';
import { BadInputError } from '../../core/model/bad-input';
import { isWaitingForSwitch } from '../../core/enforcement/switched-off';
import { deploymentOr } from '../account/memory';
import { type LiveSource, openLive } from '../account/source';
import { confirm, needPerson } from '../operator/confirm';
import { type Io, write } from '../io';
import type { SourceOptions, StackOptions } from '../options';
import { counted } from '../output/words';
import { noSwitch, orByHand } from '../switch/errors';
import { placeText, stoppedText } from '../switch/text';
import { checkStack } from './stop';

export interface ResumeOptions extends SourceOptions, StackOptions {
  readonly table?: string;
  readonly yes?: boolean;
}

/** `palisade resume`: says how long Palisade has been stopped and what waits, asks, and lets it act again. */
export async function resumeCommand(options: ResumeOptions, io: Io): Promise<number> {
  needPerson('resume', options.yes, io);
  const source = await openLive(options, io);
  const { clients, place } = source;
  await checkStack(options, source);
  const before = await orByHand('resume', 'on', place, () => readSwitch(clients));
  if (before === undefined) throw noSwitch('resume', place);
  if (isOn(before.value)) {
    await write(io.stdout, `It is on in ${placeText(place)}: Palisade acts.\n`);
    return 0;
  }
  const by = await whoSwitched(clients);
  const known = by === undefined ? before : { ...before, by };
  await write(
    io.stdout,
    `Stopped in ${placeText(place)}${stoppedText(known)}.\n${await waitingText(options, source, io)}\n`,
  );
  if (options.yes !== true && !(await confirm('Let Palisade act again?', io))) {
    await write(io.stdout, 'It stays stopped.\n');
    return 0;
  }
  const after = await orByHand('resume', 'on', place, () => writeSwitch(clients, 'on', io.pause));
  if (after === undefined || !isOn(after.value))
    throw new BadInputError(
      'resume',
      '',
      `the switch says ${after?.value ?? 'nothing'} after it was turned on: somebody else writes it too`,
    );
  await write(
    io.stdout,
    'On again. What waits is taken up with the next event about it, or by the sweeps of the next two hours.\n',
  );
  return 0;
}

/** How many findings wait for the switch. For information only: resuming does not need permission to read the table. */
async function waitingText(
  { table: named, stack }: ResumeOptions,
  source: LiveSource,
  io: Io,
): Promise<string> {
  try {
    const table = named ?? (await deploymentOr(stack, source, 'give --table NAME'))?.table;
    if (table === undefined) return 'How many findings wait is not known: no deployment was found.';
    const { clients } = source;
    const records = await ledgerAt({ table }, clients, io.now).list();
    const waiting = records.filter(isWaitingForSwitch).length;
    return `${counted(waiting, 'finding')} ${waiting === 1 ? 'waits' : 'wait'} for it.`;
  } catch (error) {
    return `How many findings wait could not be read: ${messageOf(error)}`;
  }
}
