import { edited } from '../fakes/edited-build';

/** Every call of the rule's steps succeeds without any effect. */
export function withoutEffect(rule: string) {
  const instead = `
    export const calls = Object.fromEntries(
      Object.entries(declared).map(([call, spec]) => [call, { ...spec, perform: () => Promise.resolve({}) }]),
    );`;
  return edited(`rules/${rule}/calls.ts`, (source) => {
    const renamed = source.replace('export const calls', 'const declared');
    return renamed === source ? source : renamed + instead;
  });
}

/** The rule leaves everything to a person. */
export function withoutPlan(rule: string) {
  const instead = `
    export function plan() {
      return { kind: 'person', because: 'this build plans nothing', text: planned.name };
    }`;
  return edited(`rules/${rule}/plan.ts`, (source) => {
    const renamed = source.replace('export function plan(', 'function planned(');
    return renamed === source ? source : renamed + instead;
  });
}
