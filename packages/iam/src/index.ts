export { mayAllow } from './document';
export { createEngine, type Engine } from './engine';
export { type TrustedPrincipal, type TrustPolicy, type TrustStatement, readTrust } from './trust';
export { endpointLockout } from './endpoint-lockout';
export { endpointOpenness } from './endpoint-policy';
export type { EndpointQuestion } from './endpoint-question';
export type { Own } from './outsiders';
export { explainAnswer as explain, statementName as nameOf } from './explain';
export type {
  Answer,
  Lockout,
  Perimeter,
  PolicySet,
  PolicySource,
  Problem,
  Witness,
  Zone,
  Zone as Region,
} from './types';
export { type AddressRange, parseCidr } from './address';
export { usualBounds } from './meter';
export { type Arn, nameInArn, splitArn } from './split-arn';
