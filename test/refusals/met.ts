import { refusals } from '@palisade/sandbox/refusals';
import { isAnswerOf, type Refusal } from '@palisade/sandbox/refusals/refusal';
import type { Sandbox } from '@palisade/sandbox';

/**
 * How often the account gave this refusal, with exactly this code, status and text, since `resetCalls`.
 * @throws Error if it never did, with the other refusals
 */
export function met(sandbox: Pick<Sandbox, 'calls'>, id: string): number {
  const refusal = refusalOf(id);
  const refused = sandbox.calls().filter(({ errorCode }) => errorCode !== undefined);
  const times = refused.filter(
    (call) =>
      call.service === refusal.service &&
      call.operation === refusal.operation &&
      call.errorCode === refusal.code &&
      call.status === refusal.status &&
      isAnswerOf(refusal, call.errorMessage ?? ''),
  ).length;
  if (times > 0) return times;
  const others = refused.map(
    ({ service, operation, errorCode, status, errorMessage }) =>
      `${service}:${operation} ${errorCode ?? ''} (${status}): ${errorMessage ?? ''}`,
  );
  throw new Error(`${id} was not met. What was refused: ${others.join('; ') || 'nothing'}`);
}

function refusalOf(id: string): Refusal {
  const found = refusals.find((refusal) => refusal.id === id);
  if (found === undefined) throw new Error(`there is no refusal ${id}`);
  return found;
}
