import { describe, expect, it } from '@jest/globals';
import { alarmResources } from './alarms';
import {
  type AlarmSettings,
  type AlarmState,
  evaluate,
  type Point,
  transitions,
} from '../../test/fakes/alarm-evaluation';

type Properties = AlarmSettings & {
  readonly AlarmActions?: unknown;
  readonly InsufficientDataActions?: unknown;
};
const alarms = Object.entries(alarmResources()).map(
  ([id, { Properties }]) => [id, Properties as unknown as Properties] as const,
);
const noSweep = alarms.find(([id]) => id === 'AlarmNoSweep')?.[1];
if (noSweep === undefined) throw new Error('there is no alarm for sweeps that stop');

const asked = (state: AlarmState, { AlarmActions, InsufficientDataActions }: Properties): boolean =>
  (state === 'ALARM' && AlarmActions !== undefined) ||
  (state === 'INSUFFICIENT_DATA' && InsufficientDataActions !== undefined);

/** The periods at which a problem is notified. */
const problems = (alarm: Properties, points: readonly Point[]): readonly number[] =>
  transitions(alarm, points)
    .filter(([, state]) => asked(state, alarm))
    .map(([index]) => index);

const nothing = (periods: number): readonly undefined[] => Array.from({ length: periods }, () => undefined);
const hourly = (hours: number): readonly number[] => Array.from({ length: hours }, () => 1);

describe('the model of CloudWatch', () => {
  const alarm = { EvaluationPeriods: 3, ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 } as const;
  it.each<[string, AlarmState, AlarmState | 'retain', AlarmState, AlarmState]>([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
  ])(
    'evaluates %s like the table in the CloudWatch user guide',
    (row, missing, ignore, breaching, notBreaching) => {
      const points = row.split(' ').map((sign) => (sign === '-' ? undefined : sign === 'X' ? 1 : 0));
      for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
        const states = (['missing', 'ignore', 'breaching', 'notBreaching'] as const).map((TreatMissingData) =>
          evaluate({ ...alarm, TreatMissingData }, points, before),
        );
        expect(states).toEqual([missing, ignore === 'retain' ? before : ignore, breaching, notBreaching]);
      }
    },
  );
});

describe('a new stack', () => {
  it.each(alarms)('%s reports no problem as long as there is no data', (_, alarm) => {
    expect(problems(alarm, nothing(100))).toEqual([]);
  });

  it('would be in alarm immediately if missing data counted as breaching', () => {
    expect(problems({ ...noSweep, TreatMissingData: 'breaching' }, nothing(1))).toEqual([0]);
  });

  it('is OK once the first sweep has been counted', () => {
    expect(transitions(noSweep, [undefined, ...hourly(100)])).toEqual([[1, 'OK']]);
  });
});

describe('sweeps that stop', () => {
  const day = 24;

  it.each([1, 5, 100])('for a day are reported, after %i that were counted', (count) => {
    const [first, ...more] = problems(noSweep, [...hourly(count), ...nothing(100)]);
    expect(more).toEqual([]);
    // CloudWatch evaluates a little more than a day.
    expect((first ?? 0) - count).toBeGreaterThanOrEqual(day);
    expect((first ?? 0) - count).toBeLessThanOrEqual(day + 3);
  });

  it('for some hours are not reported, and neither is a late one', () => {
    expect(problems(noSweep, [...hourly(30), ...nothing(day - 1), ...hourly(30)])).toEqual([]);
  });

  it('and begin again are reported as OK', () => {
    expect(transitions(noSweep, [...hourly(3), ...nothing(30), ...hourly(1)]).at(-1)).toEqual([33, 'OK']);
  });
});
