import { z } from 'zod';
import { output } from './shapes';

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

/** Of the Region, or of the domains named. */
export const apps = output(
  {
    file: 'apps.json',
    command: 'sagemaker list-apps',
    parts: { named: 'AWS::SageMaker::Domain' },
    note: 'optional, for what is in the way of a change to a domain',
  },
  app,
  'Apps',
  'AppType',
);
