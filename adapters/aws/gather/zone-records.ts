import type { Gatherer } from './gatherer';

export const zoneRecords: Gatherer<'zoneRecords'> = {
  calls: [],
  read: () => Promise.reject(new Error('not read yet')),
};
