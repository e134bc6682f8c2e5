export { createEngine, type Engine } from './engine';
export { explain } from './words';
export type { Answer, Lockout, Perimeter, PolicySet, PolicySource, Problem, Region, Witness } from './types';
