// A model of how CloudWatch evaluates an alarm, from the table of "Configuring how CloudWatch alarms treat missing
// data" (CloudWatch user guide).

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmSettings {
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly Threshold: number;
  readonly TreatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/** A period without data is `undefined`. */
export type Point = number | undefined;

/** CloudWatch reads two more periods than it needs: 5 for an alarm over 3 periods, in the table. */
export function evaluationRange({ EvaluationPeriods: needed }: AlarmSettings): number {
  return needed + 2;
}

/** The state after the points of the evaluation range, oldest first. */
export function evaluate(alarm: AlarmSettings, points: readonly Point[], before: AlarmState): AlarmState {
  const { EvaluationPeriods: needed, DatapointsToAlarm: toAlarm = needed, TreatMissingData } = alarm;
  const judged = points
    .filter((point) => point !== undefined)
    .slice(-needed)
    .map((point) => isBreaching(alarm, point));
  const breaching = judged.filter(Boolean).length;
  const filled = needed - judged.length;
  if (filled === 0) return breaching >= toAlarm ? 'ALARM' : 'OK';
  switch (TreatMissingData) {
    case 'breaching':
      return breaching + filled >= toAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return breaching >= toAlarm ? 'ALARM' : 'OK';
    case 'missing':
      if (judged.length === 0) return 'INSUFFICIENT_DATA';
      // By the table, a single breaching point without any other raises the alarm.
      return breaching >= Math.min(toAlarm, judged.length) ? 'ALARM' : 'OK';
    case 'ignore':
      if (breaching >= toAlarm) return 'ALARM';
      return breaching + filled >= toAlarm ? before : 'OK';
  }
}

function isBreaching({ ComparisonOperator, Threshold }: AlarmSettings, point: number): boolean {
  return ComparisonOperator === 'GreaterThanThreshold' ? point > Threshold : point < Threshold;
}

/** The state changes of a new alarm, with the index of the period: each of them triggers its actions. */
export function transitions(
  alarm: AlarmSettings,
  points: readonly Point[],
): readonly (readonly [number, AlarmState])[] {
  const changes: (readonly [number, AlarmState])[] = [];
  // The state of a new alarm. Actions are triggered by changes of state only.
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (const index of points.keys()) {
    const next = evaluate(
      alarm,
      points.slice(Math.max(0, index + 1 - evaluationRange(alarm)), index + 1),
      state,
    );
    if (next !== state) changes.push([index, next]);
    state = next;
  }
  return changes;
}
