import { describeFailure } from '../../core/model/failure';
import type { EngineEvent } from '../../core/model/ports';
import { describeResource } from '../../core/model/resource';
import type { Io } from '../io';
import { paintFor } from '../output/paint';

/** Prints what the engine does while it does it. */
export function operatorNarrator({ stdout, env }: Io): (event: EngineEvent) => void {
  const paint = paintFor(stdout, env);
  const say = (line: string): void => {
    stdout.write(`${line}\n`);
  };
  return (event) => {
    switch (event.type) {
      case 'performing':
        say(`  → ${describeResource(event.finding.resource)}: ${event.step.call}`);
        return;
      case 'step-failed':
        say(`  ${paint.bad('✗')} ${describeFailure(event.failure)}`);
        return;
      case 'waiting':
        say(`  … ${describeResource(event.finding.resource)}: ${event.because}`);
        return;
      case 'busy':
        say(`  … ${describeResource(event.finding.resource)}: another worker has it`);
        return;
      case 'undone':
        say(`  ← ${describeResource(event.record.resource)}: ${event.call}`);
        return;
      case 'channel-off':
        say(`  ${paint.warn('!')} ${event.channel} was not notified: ${event.because}`);
        return;
      case 'damaged':
        say(`  ${paint.warn('!')} ${describeResource(event.finding.resource)}: ${event.because}`);
        return;
      case 'limited':
      case 'judged':
      case 'decided':
      case 'performed':
      case 'ticketed':
      case 'settled':
        return;
    }
  };
}
