export { createEngine, type Engine } from './engine';
export { type TrustedPrincipal, type TrustPolicy, type TrustStatement, readTrust } from './trust';
export { explain } from './words';
export type { Answer, Lockout, Perimeter, PolicySet, PolicySource, Problem, Region, Witness } from './types';
