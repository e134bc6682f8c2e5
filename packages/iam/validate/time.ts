import type { RequestView } from './view';

const iso =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** Milliseconds since 1970 of a moment as AWS writes it; undefined for anything else. */
export function readMoment(text: string): number | undefined {
  if (!iso.test(text)) return undefined;
  const moment = Date.parse(text);
  // The engine of JavaScript reads 30 February as a day of March.
  const isReal = !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text.slice(0, 10));
  return isReal ? moment : undefined;
}

const SECOND = 1000;
/** Temporary credentials last for 36 hours at most. Source: GetSessionToken in the STS API reference. */
const LONGEST_SESSION = 36 * 3600 * SECOND;

/** The moment of the request: not in the past, and the same in both keys. */
export function* timeReasons(view: RequestView): Generator<string> {
  const moments: number[] = [];
  const start = view.facts.now === undefined ? undefined : Date.parse(view.facts.now);
  const current = view.text('aws:CurrentTime');
  if (current !== undefined) {
    const moment = readMoment(current);
    if (moment === undefined) {
      if (!view.isGiven('aws:CurrentTime'))
        yield `aws:CurrentTime: '${current}' is not a moment such as 2026-11-30T18:00:00Z`;
    } else moments.push(moment);
    if (moment !== undefined && start !== undefined && moment < start && !view.isGiven('aws:CurrentTime'))
      yield `aws:CurrentTime: ${current} is past`;
  }
  const epoch = view.text('aws:EpochTime');
  if (epoch !== undefined && !/^\d{1,12}(?:\.\d+)?$/.test(epoch)) {
    if (!view.isGiven('aws:EpochTime')) yield `aws:EpochTime: '${epoch}' is not a number of seconds`;
  } else if (epoch !== undefined) {
    const moment = Number(epoch) * SECOND;
    if (start !== undefined && moment + SECOND <= start && !view.isGiven('aws:EpochTime'))
      yield `aws:EpochTime: ${epoch} is past`;
    const isFixed = view.isGiven('aws:EpochTime') && view.isGiven('aws:CurrentTime');
    if (!isFixed && moments.some((other) => Math.abs(other - moment) >= SECOND))
      yield `aws:EpochTime and aws:CurrentTime are not the same moment`;
    moments.push(moment);
  }
  const issued = view.text('aws:TokenIssueTime');
  if (issued === undefined || view.isGiven('aws:TokenIssueTime')) return;
  const born = readMoment(issued);
  const latest = moments[0];
  const earliest = latest ?? start;
  if (born === undefined)
    yield `aws:TokenIssueTime: '${issued}' is not a moment such as 2026-11-30T18:00:00Z`;
  else if (latest !== undefined && born >= latest + SECOND) yield 'aws:TokenIssueTime is after the request';
  else if (earliest !== undefined && born + LONGEST_SESSION < earliest)
    yield `aws:TokenIssueTime: credentials of ${issued} have expired`;
}
