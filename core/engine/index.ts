export { approve, exempt } from './operate';
export type { Operated } from './operate';
export { judgeScope } from './judge';
export type { Scope } from './judge';
export { pass } from './pass';
export type { PassReport } from './pass';
export { review } from './review';
export type { Review } from './review';
export { undo } from './undo';
