import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { observe } from './observe';

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is printed to stdout, from which CloudWatch takes both logs and metrics (embedded metric format). */
function printed(work: () => void): readonly string[] {
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  work();
  jest.restoreAllMocks();
  return lines;
}

describe('a channel that is off', () => {
  it.each<[string, string, boolean, number]>([
    ['raises no alarm if it is absent, because new accounts have no Security Hub', 'Security Hub', true, 0],
    ['raises an alarm if it refuses us', 'Security Hub', false, 1],
    ['raises an alarm if it accepts no more tickets', 'OpsCenter', false, 1],
  ])('%s', (_, channel, isAbsent, metrics) => {
    const lines = printed(() => {
      observe({ type: 'channel-off', channel, because: 'it is so', isAbsent, waiting: 3 });
    });
    expect(lines.filter((line) => line.includes('"ChannelOff"') && line.includes('_aws'))).toHaveLength(
      metrics,
    );
    expect(lines.filter((line) => line.includes('channel is off') && line.includes('it is so'))).toHaveLength(
      1,
    );
  });
});
