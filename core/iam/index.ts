export { createEngine, type Engine, type EngineOptions } from './engine';
export { explain } from './words';
export type {
  Answer,
  Lockout,
  Perimeter,
  PolicySet,
  PolicySource,
  Principal,
  Problem,
  Proof,
  ProofStep,
  Region,
  StatementRef,
  Witness,
} from './types';
