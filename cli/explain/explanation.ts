import type { Finding } from '../../core/model/finding';
import type { Explanation } from '../../core/model/rule';
import { rules } from '../../rules/registry';
import type { JudgedAccount } from '../account/judge';

/** What the finding's rule shows about its subject in addition to the finding; nothing for most rules. */
export function explanationOf(
  { rule: id, resource, status }: Finding,
  { snapshot, settings }: JudgedAccount,
): Explanation | undefined {
  if (status === 'not-applicable') return undefined;
  return rules.find(({ meta }) => meta.id === id)?.explain(resource, snapshot, settings);
}
