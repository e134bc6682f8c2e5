import { z } from 'zod';

/** A Studio app, in the shape and names of ListApps (AppDetails). It is owned by a user profile or by a space. */
export const app = z.object({
  DomainId: z.string(),
  UserProfileName: z.string().optional(),
  SpaceName: z.string().optional(),
  AppType: z.string().optional(),
  AppName: z.string().optional(),
  Status: z.string().optional(),
});

export type App = z.infer<typeof app>;
