import { z } from 'zod';
import type { Perform } from '../../core/model/call';
import { defineRule } from '../../core/model/define-rule';
import type { PastStep, Plan, Step } from '../../core/model/plan';
import { type Resource, type ResourceRef, refKey } from '../../core/model/resource';
import type { Rule, Verdict } from '../../core/model/rule';
import { named } from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import { place, type World } from './world';

export const ruleId = 'fake-rule';

type Change = { readonly name: string; readonly to: string };
type Calls = { 'fake:SetAccess': Change; 'fake:SetStatus': Change };
type FakeStep = Step<'fake:SetAccess', Change> | Step<'fake:SetStatus', Change>;
export type FakePlan = Plan<FakeStep>;

export function resourceOf(name: string): Resource {
  return {
    type: 'AWS::SageMaker::NotebookInstance',
    id: name,
    arn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
    region: place.region,
  };
}

export function fakeFindingId(name: string): string {
  return `${ruleId}/111122223333/us-east-1/notebook-instance/${name}`;
}

/** The steps that turn access off and, as the inverse, on again. */
export const setAccess = (
  { NotebookInstanceName: name }: NotebookInstance,
  more: Partial<FakeStep> = {},
): FakeStep => ({
  call: 'fake:SetAccess',
  input: { name, to: 'Disabled' },
  why: 'it is on',
  precondition: 'it is on',
  inverse: [{ call: 'fake:SetAccess', input: { name, to: 'Enabled' }, why: 'as it was' }],
  approval: 'none',
  ...(more as object),
});

export const stopStep = ({ NotebookInstanceName: name }: NotebookInstance): FakeStep => ({
  call: 'fake:SetStatus',
  input: { name, to: 'Stopping' },
  why: 'it is running',
  precondition: 'it is running',
  inverse: [{ call: 'fake:SetStatus', input: { name, to: 'InService' }, why: 'it ran' }],
  approval: 'none',
});

/** How the fake rule plans. `contains`: whether a stopped notebook counts as contained. */
export interface Behaviour {
  readonly plan: (notebook: NotebookInstance, history?: readonly PastStep[]) => FakePlan;
  readonly contains: boolean;
  /** See Rule.finish. */
  readonly finish?: (notebook: NotebookInstance, history: readonly PastStep[]) => FakePlan | undefined;
}

export const oneStep: Behaviour = {
  plan: (one) => ({ kind: 'steps', steps: [setAccess(one)] }),
  contains: false,
};

/** Like the rules for notebooks: stops without approval, the other steps need one. */
export const stopThenAsk: Behaviour = {
  plan: (one) => {
    const rest = setAccess(one, { approval: 'required' });
    switch (one.NotebookInstanceStatus) {
      case 'InService':
        return { kind: 'steps', steps: [stopStep(one), rest] };
      case 'Stopped':
        return { kind: 'steps', steps: [rest] };
      default:
        return { kind: 'wait', because: `it is ${one.NotebookInstanceStatus}` };
    }
  },
  contains: true,
};

/** Stops, turns access off, and starts again: like the rule for root access. */
export const stopSetStart: Behaviour = {
  plan: (one, history) => {
    const set = setAccess(one);
    switch (one.NotebookInstanceStatus) {
      case 'InService':
        return { kind: 'steps', steps: [stopStep(one), set, start(one)] };
      case 'Stopped':
        return { kind: 'steps', steps: wasStopped(history) ? [set, start(one)] : [set] };
      default:
        return { kind: 'wait', because: `it is ${one.NotebookInstanceStatus}` };
    }
  },
  contains: false,
  finish: (one, history) => {
    if (!wasStopped(history) || one.NotebookInstanceStatus === 'InService') return undefined;
    return one.NotebookInstanceStatus === 'Stopped'
      ? { kind: 'steps', steps: [start(one)] }
      : { kind: 'wait', because: `it is ${one.NotebookInstanceStatus}` };
  },
};

function start({ NotebookInstanceName: name }: NotebookInstance): FakeStep {
  return {
    call: 'fake:SetStatus',
    input: { name, to: 'InService' },
    why: 'it ran before',
    precondition: 'it is stopped',
    inverse: [],
    approval: 'none',
  };
}

function wasStopped(history: readonly PastStep[] = []): boolean {
  return history.some(({ call, state }) => call === 'fake:SetStatus' && state !== 'verified');
}

export const person: Behaviour = {
  plan: () => ({ kind: 'person', because: 'it belongs to somebody else', text: 'the exact policy' }),
  contains: false,
};

/** A minimal rule: a notebook instance fails while its direct internet access is on. */
export function fakeRule(behaviour: Behaviour): Rule {
  return defineRule<NotebookInstance, { readonly access: string }, Calls>({
    meta: {
      id: ruleId,
      title: 'Access is on',
      severity: 'high',
      resourceTypes: ['AWS::SageMaker::NotebookInstance'],
      triggeredBy: [],
      why: 'it matters',
      recommendation: 'turn it off',
      standards: [],
      reversible: true,
      disruptive: false,
      defaultMode: 'ticket',
    },
    needs: ['notebooks'],
    subjectSlice: 'notebooks',
    subjects: (snapshot) => {
      const reading = snapshot.read('notebooks');
      return reading.status === 'unreadable'
        ? []
        : reading.value.items.map((subject) => ({
            resource: resourceOf(subject.NotebookInstanceName),
            subject,
          }));
    },
    reads: (refs: readonly ResourceRef[] | 'account') => ({
      notebooks: named('AWS::SageMaker::NotebookInstance', refs),
    }),
    evaluate: (one) => evaluate(one, behaviour.contains),
    plan: (one, _evidence, _snapshot, _settings, history) => behaviour.plan(one, history),
    ...(behaviour.finish === undefined ? {} : { finish: behaviour.finish }),
    calls: {
      'fake:SetAccess': { step: [], inverse: [] },
      'fake:SetStatus': { step: [], inverse: [] },
    },
  });
}

function evaluate(one: NotebookInstance, contains: boolean): Verdict<{ readonly access: string }> {
  const { DirectInternetAccess: access, NotebookInstanceStatus: status } = one;
  if (access === 'Disabled') return { status: 'pass' };
  if (access !== 'Enabled') return { status: 'unknown', missing: [`access is ${access ?? 'absent'}`] };
  return {
    status: 'fail',
    message: `access is on, ${refKey(resourceOf(one.NotebookInstanceName))} is ${status}`,
    evidence: { access },
    ...(contains && status === 'Stopped' ? { contained: 'it is stopped' } : {}),
  };
}

const change = z.object({ name: z.string(), to: z.string() });

/** Performs the fake rule's calls on a world. */
export function performOn(world: World): Perform {
  return (rule, step) =>
    rule.perform(step, (call, input) => {
      const { name, to } = change.parse(input);
      const isAccess = call === 'fake:SetAccess';
      return apply(
        world,
        call,
        name,
        isAccess ? { DirectInternetAccess: to } : { NotebookInstanceStatus: to },
      );
    });
}

function apply(world: World, call: string, name: string, changes: Partial<NotebookInstance>): Promise<void> {
  try {
    world.change(call, name, changes);
    return Promise.resolve();
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}
