import { alwaysFree, prices } from './prices';

/** The properties of an account that determine the bill. All amounts are for a month of 30 days. */
export interface Load {
  readonly name: string;
  readonly principals: number;
  readonly otherSubjects: number;
  readonly changesPerDay: number;
  readonly remediationsPerMonth: number;
  readonly ticketsPerMonth: number;
}

/**
 * The usage of one unit of work. Requests are counted in test/functions/calls.whole.test.ts. Durations are generous
 * assumptions (a call to AWS takes tens of ms).
 */
export const work = {
  /** One event that leads only to a read. Batches need less. */
  change: { seconds: 1, dynamoReads: 1, dynamoWrites: 0, sqs: 3, logKb: 2 },
  /** One remediation, from the event to its verification. */
  remediation: { seconds: 6, dynamoReads: 8, dynamoWrites: 14, sqs: 6, findingEvents: 2, logKb: 12 },
  ticket: { opsItems: 1, opsItemRequests: 2 },
  /** One sweep: a call for each page of 100 principals, and one for every other subject. */
  sweep: { baseSeconds: 3, secondsPerPrincipalPage: 0.5, secondsPerOtherSubject: 0.05, logKb: 4 },
  sweepsPerMonth: 720,
  memoryGb: 0.5,
  /** Five pollers that each ask every twenty seconds. */
  sqsPolling: 5 * 3 * 60 * 24 * 30,
  metrics: 8,
  alarms: 15,
  dashboards: 1,
} as const;

export interface BillLine {
  readonly what: string;
  readonly amount: number;
  readonly free: number;
  /** USD per unit. */
  readonly price: number;
}

/** The monthly bill, line by line. */
export function bill(load: Load): readonly BillLine[] {
  const changes = load.changesPerDay * 30;
  const { change, remediation, sweep, memoryGb } = work;
  const sweepSeconds =
    sweep.baseSeconds +
    Math.ceil(load.principals / 100) * sweep.secondsPerPrincipalPage +
    load.otherSubjects * sweep.secondsPerOtherSubject;
  const seconds =
    changes * change.seconds +
    load.remediationsPerMonth * remediation.seconds +
    work.sweepsPerMonth * sweepSeconds;
  const requests = changes + load.remediationsPerMonth + work.sweepsPerMonth;
  const logGb =
    (changes * change.logKb +
      load.remediationsPerMonth * remediation.logKb +
      work.sweepsPerMonth * sweep.logKb) /
    1e6;
  const findings = load.remediationsPerMonth * remediation.findingEvents + load.ticketsPerMonth;
  const sqs = work.sqsPolling + changes * change.sqs + load.remediationsPerMonth * remediation.sqs;
  return [
    {
      what: 'Lambda, GB-seconds',
      amount: seconds * memoryGb,
      free: alwaysFree.lambdaGbSeconds,
      price: prices.lambdaGbSecond,
    },
    {
      what: 'Lambda, requests',
      amount: requests,
      free: alwaysFree.lambdaRequests,
      price: prices.lambdaRequest,
    },
    { what: 'SQS, requests', amount: sqs, free: alwaysFree.sqsRequests, price: prices.sqsRequest },
    {
      what: 'DynamoDB, writes',
      amount: changes * change.dynamoWrites + load.remediationsPerMonth * remediation.dynamoWrites,
      free: 0,
      price: prices.dynamoWrite,
    },
    {
      what: 'DynamoDB, reads',
      amount: changes * change.dynamoReads + load.remediationsPerMonth * remediation.dynamoReads,
      free: 0,
      price: prices.dynamoRead,
    },
    { what: 'CloudWatch, GB of logs', amount: logGb, free: alwaysFree.logsGb, price: prices.logsGb },
    {
      what: 'CloudWatch, metrics',
      amount: work.metrics,
      free: alwaysFree.metrics,
      price: prices.metricMonth,
    },
    { what: 'CloudWatch, alarms', amount: work.alarms, free: alwaysFree.alarms, price: prices.alarmMonth },
    {
      what: 'CloudWatch, dashboards',
      amount: work.dashboards,
      free: alwaysFree.dashboards,
      price: prices.dashboardMonth,
    },
    {
      what: 'Security Hub, findings',
      amount: findings,
      free: alwaysFree.findingEvents,
      price: prices.findingEvent,
    },
    {
      what: 'OpsCenter, tickets',
      amount: load.ticketsPerMonth * work.ticket.opsItems,
      free: 0,
      price: prices.opsItem,
    },
    {
      what: 'OpsCenter, requests',
      amount: load.ticketsPerMonth * work.ticket.opsItemRequests,
      free: 0,
      price: prices.opsItemRequest,
    },
  ];
}

/**
 * USD per month.
 * @param isFreeCounted whether to subtract what AWS always gives for free
 */
export function billTotal(lines: readonly BillLine[], isFreeCounted: boolean): number {
  return lines.reduce(
    (sum, { amount, free, price }) => sum + Math.max(0, amount - (isFreeCounted ? free : 0)) * price,
    0,
  );
}

/**
 * The USD that a thousand remediations add at list prices, without their tickets.
 * @param isFindingFree whether the month's first 10,000 findings, which are always free, are not used up yet. Nothing
 * else is counted as free
 */
export function perThousandRemediations(isFindingFree: boolean): number {
  const { remediation, memoryGb } = work;
  const each =
    remediation.seconds * memoryGb * prices.lambdaGbSecond +
    prices.lambdaRequest +
    remediation.sqs * prices.sqsRequest +
    remediation.dynamoWrites * prices.dynamoWrite +
    remediation.dynamoReads * prices.dynamoRead +
    (remediation.logKb / 1e6) * prices.logsGb +
    (isFindingFree ? 0 : remediation.findingEvents * prices.findingEvent);
  return each * 1_000;
}

/** The accounts of the table. */
export const loads: readonly Load[] = [
  {
    name: 'small',
    principals: 100,
    otherSubjects: 20,
    changesPerDay: 50,
    remediationsPerMonth: 10,
    ticketsPerMonth: 5,
  },
  {
    name: 'medium',
    principals: 1_000,
    otherSubjects: 100,
    changesPerDay: 1_000,
    remediationsPerMonth: 100,
    ticketsPerMonth: 20,
  },
  {
    name: 'large',
    principals: 10_000,
    otherSubjects: 500,
    changesPerDay: 10_000,
    remediationsPerMonth: 1_000,
    ticketsPerMonth: 200,
  },
];

/** The evaluations of AWS Config in a month, in USD: every subject once a day by each of its rules. */
export function configBill(load: Load, rulesPerSubject: number, principalsToo: boolean): number {
  const subjects = load.otherSubjects + (principalsToo ? load.principals : 0);
  return subjects * rulesPerSubject * 30 * prices.configEvaluation;
}
