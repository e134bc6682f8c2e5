import type { AnyStep } from '../../core/model/plan';

/** `ec2:ModifyVpcEndpoint {…}`: the call as it would be made. */
export function callText({ call, input }: { readonly call: string; readonly input: unknown }): string {
  return `${call} ${JSON.stringify(input)}`;
}

/** The call over several lines, with policy documents expanded, for inputs that do not fit on one line. */
export function callBlock(step: { readonly call: string; readonly input: unknown }): string {
  return `${step.call} ${inputText(step)}`;
}

export function inputText({ input }: { readonly input: unknown }): string {
  return JSON.stringify(input, opened, 2);
}

/** Expands a JSON document that a call takes as a string, to make it readable. */
function opened(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a step needs before it may be performed, in brackets; empty when the mode is enough. */
export function approvalText({ approval }: AnyStep): string {
  return { none: '', required: ' [needs approval]', 'data-loss': ' [DESTROYS DATA]' }[approval];
}

/** How a step is undone, in words. */
export function inverseText({ inverse }: AnyStep): string {
  if (inverse === undefined) return 'cannot be undone';
  if (inverse.length === 0) return 'nothing to undo';
  return inverse.map(callText).join(', then ');
}

/** All steps on one line: the calls in order, each with what it waits for. */
export function stepsInShort(steps: readonly AnyStep[]): string {
  return steps.map((step) => `${step.call}${approvalText(step)}`).join(', then ');
}

/** Whether the steps can be undone, on one line. */
export function undoInShort(steps: readonly AnyStep[]): string {
  const lost = steps.filter(({ inverse }) => inverse === undefined).map(({ call }) => call);
  if (lost.length === 0) return 'all of it can be taken back';
  return lost.length === steps.length
    ? 'cannot be undone'
    : `all but ${lost.join(' and ')} can be taken back`;
}
