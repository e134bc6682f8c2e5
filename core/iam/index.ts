export { mayAllow } from './document';
export { createEngine, type Engine } from './engine';
export { type TrustedPrincipal, type TrustStatement, readTrust } from './trust';
export { endpointLockout } from './endpoint-lockout';
export { endpointOpenness } from './endpoint-policy';
export type { EndpointQuestion } from './endpoint-question';
export type { Own } from './outsiders';
export { explain, nameOf } from './words';
export type { Answer, Lockout, Perimeter, PolicySet, PolicySource, Problem, Region, Witness } from './types';
