/**
 * `@palisade/iam/testing`: what tests of other code need to hold an answer of the engine, or a policy that somebody
 * writes, against evaluators that share no code with it.
 */
export { asks, foreignness, type Json, lets, owns, policies, requests } from './endpoint-world';
export {
  type ConcreteRequest,
  isAllowed,
  type NaivePolicies,
  type NaivePerimeter,
  principalContext,
  zoneOf,
} from './naive';
export { checkProperty, seeded } from './properties';
