import { stepCalls } from '../../../core/model/call';
import { rules } from '../../../rules/registry';
import type { Sandbox } from '@palisade/sandbox';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';

/** The services of Palisade's own resources and channels; everything else is the customer's. */
const own: ReadonlySet<string> = new Set([
  'dynamodb',
  'sqs:SendMessage',
  'sqs:SendMessageBatch',
  'config:PutEvaluations',
]);

const reads = /^(Get|List|Describe)/;

/** A function's changing calls outside Palisade, those of rules first. */
export function changingCalls(account: Sandbox, { accessKeyId }: LambdaFunction): readonly string[] {
  const meant = new Set(rules.flatMap(stepCalls));
  return account
    .calls()
    .filter((call) => call.accessKeyId === accessKeyId)
    .filter(({ service, operation }) => {
      const name = `${service}:${operation}`;
      return meant.has(name) || !(own.has(service) || own.has(name) || reads.test(operation));
    })
    .map(({ service, operation }) => `${service}:${operation}`);
}
