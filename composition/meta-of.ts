import { BadInputError } from '../core/model/bad-input';
import type { RuleMeta } from '../core/model/rule';
import { rules } from '../rules/registry';

/**
 * @throws BadInputError for a rule that does not exist (any more)
 */
export function metaOf(ruleId: string): RuleMeta {
  const rule = rules.find(({ meta }) => meta.id === ruleId);
  if (rule === undefined) throw new BadInputError('finding', 'rule', `there is no rule ${ruleId}`);
  return rule.meta;
}
