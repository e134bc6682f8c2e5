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
    ['is not there is no alarm: accounts are new without Security Hub', 'Security Hub', true, 0],
    ['refuses us is one', 'Security Hub', false, 1],
    ['takes no more tickets is one', 'OpsCenter', false, 1],
  ])('and %s', (_, channel, isAbsent, metrics) => {
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
