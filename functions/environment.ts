import { z } from 'zod';
import { badInput } from '../core/model/bad-input';

const schema = z.object({
  /** The DynamoDB table of the ledger. */
  PALISADE_TABLE: z.string().min(3),
  /** The queue that feeds `on-change`; follow-ups go there. */
  PALISADE_QUEUE_URL: z.url(),
  /** Where messages go that cannot be processed. */
  PALISADE_DEAD_LETTERS_URL: z.url(),
  /** Name of the SSM parameter that holds the account's own settings (YAML); it need not exist. */
  PALISADE_SETTINGS_PARAMETER: z.string().min(1).optional(),
  /** ARN of the SSM parameter that holds the central settings; empty where there are none. */
  PALISADE_CENTRAL_SETTINGS: z
    .string()
    .regex(/^(arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/.+)?$/, 'is not the ARN of an SSM parameter')
    .transform((arn) => (arn === '' ? undefined : arn))
    .optional(),
  /** Name of the SSM parameter that has to say `on` for anything to be changed; without it there is no switch. */
  PALISADE_SWITCH_PARAMETER: z.string().min(1).optional(),
  /** ARNs of the roles that Palisade runs as (`*`: in any Region), separated by commas: their calls start no work. */
  PALISADE_OWN_ROLES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((arn) => arn !== '')),
});

export type Environment = z.infer<typeof schema>;

/**
 * What the template puts into a function's environment.
 * @throws BadInputError that names the variable that is missing or wrong.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw badInput('environment', parsed.error);
}
