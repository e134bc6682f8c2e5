/**
 * `@palisade/iam/testing`: what tests of other code need to check an answer of the engine, or a policy that somebody
 * wrote, against evaluators that share no code with the engine.
 */
export type { PolicyJson } from './build';
export { asks, foreignness, lets, owns, policies, requests } from './endpoint-world';
export {
  type ConcreteRequest,
  isAllowed,
  type NaivePolicies,
  type NaivePerimeter,
  principalContext,
  zoneOf,
} from './naive';
export { checkProperty, seeded } from './properties';
