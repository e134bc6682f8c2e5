import { rules } from '../../rules/registry';
import { configRules as generate } from './config-rules';

/** What `serverless.yml` takes from the rules: see infra/generated.cjs. */
export const configRules = { Resources: generate(rules.map(({ meta }) => meta)) };
