import type { Profile, ProfileAssociation, ProfileResourceAssociation } from './sdk';

interface ProfilesState {
  /** By id. */
  readonly profiles: Map<string, Profile>;
  readonly associations: Map<string, ProfileAssociation>;
  readonly resources: Map<string, ProfileResourceAssociation>;
}

export const ROUTE53PROFILES_SLOT = {
  name: 'route53profiles',
  scope: 'regional' as const,
  create: (): ProfilesState => ({ profiles: new Map(), associations: new Map(), resources: new Map() }),
};
