export { approve, exempt } from './operate';
export type { Operated } from './operate';
export { judgeScope, pass } from './pass';
export type { PassReport, Scope } from './pass';
export { undo } from './undo';
