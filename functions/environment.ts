import { z } from 'zod';
import { badInput } from '../core/model/bad-input';

const schema = z.object({
  /** The DynamoDB table of the ledger. */
  PALISADE_TABLE: z.string().min(3),
  /** The queue of `on-change`, which also receives follow-ups. */
  PALISADE_QUEUE_URL: z.url(),
  /** The queue for messages that cannot be processed. */
  PALISADE_DEAD_LETTERS_URL: z.url(),
  /** The name of the SSM parameter with the account's own settings (YAML); it need not exist. */
  PALISADE_SETTINGS_PARAMETER: z.string().min(1).optional(),
  /** The ARN of the SSM parameter with the central settings; empty if there are none. */
  PALISADE_CENTRAL_SETTINGS: z
    .string()
    .regex(/^(arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/.+)?$/, 'is not the ARN of an SSM parameter')
    .transform((arn) => (arn === '' ? undefined : arn))
    .optional(),
  /**
   * The name of the SSM parameter whose value must be `on` for anything to be changed. Without it there is no switch.
   */
  PALISADE_SWITCH_PARAMETER: z.string().min(1).optional(),
  /** The ARNs of the roles that Palisade runs as (`*`: in any Region), separated by commas. Their calls are ignored. */
  PALISADE_OWN_ROLES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((arn) => arn !== '')),
});

export type Environment = z.infer<typeof schema>;

/**
 * Parses the environment that the template gives to a function.
 * @throws BadInputError that names the missing or invalid variable
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw badInput('environment', parsed.error);
}
