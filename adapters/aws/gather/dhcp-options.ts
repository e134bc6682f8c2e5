import type { Gatherer } from './gatherer';

export const dhcpOptions: Gatherer<'dhcpOptions'> = {
  calls: [],
  read: () => Promise.reject(new Error('not read yet')),
};
