import { isOn } from '../../adapters/switch/ssm';
import { readSwitch, type SwitchState, whoSwitched, writeSwitch } from '../../adapters/switch/write';
import { BadInputError } from '../../core/model/bad-input';
import { deploymentOr } from '../account/memory';
import { type LiveSource, openLive } from '../account/source';
import { type Io, write } from '../io';
import type { SourceOptions, StackOptions } from '../options';
import { commandLine } from '../output/commands';
import { noSwitch, orByHand } from '../switch/errors';
import { switchByHand, offBecause, placeText, stoppedText, whatStops } from '../switch/text';

export interface StopOptions extends SourceOptions, StackOptions {
  readonly because?: string;
}

/**
 * `palisade stop`: no change is made from the next step on. Asks nothing, because it is meant to be quick, and reads
 * back what it wrote. Exits with 0 when everything is stopped, even if it was stopped before.
 */
export async function stopCommand(options: StopOptions, io: Io): Promise<number> {
  const source = await openLive(options, io);
  const { clients, place } = source;
  await checkStack(options, source);
  const value = offBecause(options.because);
  const before = await orByHand('stop', value, place, () => readSwitch(clients));
  if (before === undefined) throw noSwitch('stop', place);
  const wasOff = !isOn(before.value);
  if (wasOff && (options.because === undefined || before.value === value)) {
    const by = await whoSwitched(clients);
    const known = by === undefined ? before : { ...before, by };
    await write(io.stdout, `Already stopped in ${placeText(place)}${stoppedText(known)}.\n`);
  } else {
    confirmOff(await orByHand('stop', value, place, () => writeSwitch(clients, value, io.pause)));
    await write(
      io.stdout,
      `Stopped in ${placeText(place)}, before the next step; a call that is in progress is not cancelled.\n`,
    );
  }
  await write(io.stdout, `${whatStops}\nTo let it act again: ${commandLine(io, 'resume', [], options)}\n`);
  return 0;

  /** @throws BadInputError when somebody turned it on at the same moment */
  function confirmOff(after: SwitchState | undefined): void {
    if (after !== undefined && !isOn(after.value)) return;
    throw new BadInputError(
      'stop',
      '',
      `the switch says ${after?.value ?? 'nothing'} after it was turned off: somebody else writes it too\n${switchByHand(value, place)}`,
    );
  }
}

/** There is one switch per account and Region; naming a stack only makes sure that it is the one that was meant. */
export async function checkStack({ stack }: StackOptions, source: LiveSource): Promise<void> {
  if (stack === undefined) return;
  await deploymentOr(stack, source, 'leave --stack out: there is one switch in an account and Region');
}
