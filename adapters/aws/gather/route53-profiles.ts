import type { Gatherer } from './gatherer';

export const route53Profiles: Gatherer<'route53Profiles'> = {
  calls: [],
  read: () => Promise.reject(new Error('not read yet')),
};
