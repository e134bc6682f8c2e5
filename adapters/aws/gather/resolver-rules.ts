import type { Gatherer } from './gatherer';

export const resolverRules: Gatherer<'resolverRules'> = {
  calls: [],
  read: () => Promise.reject(new Error('not read yet')),
};
