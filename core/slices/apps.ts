import { z } from 'zod';
import { cliOutput } from './shapes';

/** A Studio app, shaped and named as in ListApps (AppDetails). It belongs to a user profile or to a space. */
export const app = z.object({
  /** Empty where it is absent: the app may be of any domain. */
  DomainId: z.string().default(''),
  UserProfileName: z.string().optional(),
  SpaceName: z.string().optional(),
  AppType: z.string().optional(),
  AppName: z.string().optional(),
  Status: z.string().optional(),
});

export type App = z.infer<typeof app>;

/** All apps of the Region, or those of the named domains. */
export const apps = cliOutput(
  {
    file: 'apps.json',
    command: 'sagemaker list-apps',
    parts: { named: 'AWS::SageMaker::Domain' },
    note: 'optional, to see what blocks a change to a domain',
  },
  app,
  'Apps',
  'AppType',
);
