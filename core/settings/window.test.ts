import { describe, expect, it } from '@jest/globals';
import { isTimeZone, type MaintenanceWindow, minuteOf, nextOpening, weekdays } from './window';
import { nonEmpty } from '../../test/non-empty';

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const window = (changes: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  days: workdays,
  from: 60,
  to: 300,
  timezone: 'UTC',
  ...changes,
});

// 20 November 2026 is a Friday.
describe('nextOpening', () => {
  it.each<[string, readonly MaintenanceWindow[], string, string]>([
    ['is now if a window is open', [window()], '2026-11-20T01:00:00.000Z', '2026-11-20T01:00:00.000Z'],
    ['is now until its last minute', [window()], '2026-11-20T04:59:59.999Z', '2026-11-20T04:59:59.999Z'],
    ['is later the same day', [window()], '2026-11-20T00:30:20.000Z', '2026-11-20T01:00:00.000Z'],
    ['is on the next day of the window', [window()], '2026-11-20T05:00:00.000Z', '2026-11-23T01:00:00.000Z'],
    [
      'is the same day of the next week',
      [window({ days: ['fri'] })],
      '2026-11-20T05:00:00.000Z',
      '2026-11-27T01:00:00.000Z',
    ],
    [
      'may be at any minute',
      [window({ from: 67, to: 97 })],
      '2026-11-20T00:00:00.000Z',
      '2026-11-20T01:07:00.000Z',
    ],
    [
      'is the earliest of several',
      [window(), window({ days: ['sat'], from: 0, to: 1440 })],
      '2026-11-20T05:00:00.000Z',
      '2026-11-21T00:00:00.000Z',
    ],
    [
      'is in the time zone of the window, in winter',
      [window({ timezone: 'Europe/Berlin' })],
      '2026-11-19T23:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
    ],
    [
      'is in the time zone of the window, in summer',
      [window({ timezone: 'Europe/Berlin' })],
      '2026-07-16T22:00:00.000Z',
      '2026-07-16T23:00:00.000Z',
    ],
    [
      'is on the day in the time zone of the window',
      [window({ days: ['sat'], timezone: 'Pacific/Auckland' })],
      '2026-11-19T00:00:00.000Z',
      '2026-11-20T12:00:00.000Z',
    ],
    [
      'continues after midnight',
      [window({ days: ['fri'], from: 1320, to: 240 })],
      '2026-11-21T03:59:00.000Z',
      '2026-11-21T03:59:00.000Z',
    ],
    [
      'does not begin after midnight of another day',
      [window({ days: ['fri'], from: 1320, to: 240 })],
      '2026-11-20T00:30:00.000Z',
      '2026-11-20T22:00:00.000Z',
    ],
    // In Berlin, 02:00 to 03:00 does not exist on 28 March 2027.
    [
      'skips the hour that does not exist',
      [window({ days: ['sun'], from: 120, to: 180, timezone: 'Europe/Berlin' })],
      '2027-03-27T00:00:00.000Z',
      '2027-04-04T00:00:00.000Z',
    ],
  ])('%s', (_, windows, at, opening) => {
    expect(nextOpening(windows, at)).toBe(opening);
  });

  it('is undefined without windows', () => {
    expect(nextOpening([], '2026-11-20T01:00:00.000Z')).toBeUndefined();
  });

  it('finds every window of the shortest length allowed', () => {
    for (const day of nonEmpty(weekdays))
      for (const from of [0, 1, 14, 16, 719, 1410, 1430])
        expect(
          nextOpening([window({ days: [day], from, to: (from + 30) % 1440 })], '2026-11-20T12:34:56.000Z'),
        ).toBeDefined();
  });
});

it.each([
  ['00:00', 0],
  ['01:30', 90],
  ['24:00', 1440],
  ['24:01', undefined],
  ['1:30', undefined],
  ['01:60', undefined],
  ['noon', undefined],
])('%s is minute %s', (text, minute) => {
  expect(minuteOf(text)).toBe(minute);
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Berln', false],
  ['', false],
])('a time zone %s: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
