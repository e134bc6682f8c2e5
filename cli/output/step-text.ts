import type { AnyStep } from '../../core/plan';

/** `ec2:ModifyVpcEndpoint {…}`: the call as it would be made. */
export function callText({ call, input }: { readonly call: string; readonly input: unknown }): string {
  return `${call} ${JSON.stringify(input)}`;
}

/** What a step waits for, in brackets; empty when it needs nothing beyond the mode. */
export function approvalText({ approval }: AnyStep): string {
  return { none: '', required: ' [needs approval]', 'data-loss': ' [DESTROYS DATA]' }[approval];
}

/** How a step is taken back, in words. */
export function inverseText({ inverse }: AnyStep, full = false): string {
  if (inverse === undefined) return 'cannot be undone';
  if (inverse.length === 0) return 'nothing to undo';
  return inverse.map((step) => (full ? callText(step) : step.call)).join(', then ');
}

/** All steps on one line: the calls in their order, and which of them wait. */
export function stepsInShort(steps: readonly AnyStep[]): string {
  return steps.map((step) => `${step.call}${approvalText(step)}`).join(', then ');
}

/** How all steps are taken back, on one line. */
export function undoInShort(steps: readonly AnyStep[]): string {
  const lost = steps.filter(({ inverse }) => inverse === undefined);
  const back = steps.flatMap(({ inverse }) => inverse ?? []).reverse();
  const calls = [...new Set(back.map(({ call }) => call))].join(', then ');
  if (lost.length === 0) return calls === '' ? 'nothing to undo' : calls;
  return `${calls === '' ? '' : `${calls}; `}${lost.map(({ call }) => call).join(', ')} cannot be undone`;
}
