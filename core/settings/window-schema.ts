import { z } from 'zod';
import { isTimeZone, minuteOf, type Weekday, weekdays } from './window';

const shortestMinutes = 30;
const names: readonly string[] = weekdays;

/** `mon`, or a range such as `mon-fri`, which may run past the end of the week. */
const days = z
  .string()
  .refine((text) => daysOf(text) !== undefined, `is not a day or a range of days such as sat or mon-fri`)
  .transform((text) => daysOf(text) ?? []);

const time = z
  .string()
  .refine((text) => minuteOf(text) !== undefined, 'is not a time of day such as "01:00" (in quotes)')
  .transform((text) => minuteOf(text) ?? 0);

/** A time of the week in which disruptive steps may be taken. If it ends before it starts, it ends on the next day. */
export const windowSchema = z
  .strictObject({
    days: z
      .array(days)
      .min(1, 'names no day')
      .transform((lists) => [...new Set(lists.flat())]),
    from: time,
    to: time,
    timezone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Berlin or UTC').default('UTC'),
  })
  .refine(({ from, to }) => (to - from + 1440) % 1440 >= shortestMinutes || (from === 0 && to === 1440), {
    message: `is shorter than ${shortestMinutes} minutes, which is too short to finish anything`,
  });

function daysOf(text: string): readonly Weekday[] | undefined {
  const [first = '', last = first, ...rest] = text.toLowerCase().split('-');
  const [from, to] = [names.indexOf(first), names.indexOf(last)];
  if (from === -1 || to === -1 || rest.length > 0) return undefined;
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => weekdays[(from + index) % 7] ?? 'mon');
}
