/** What only one rule understands, beside what all rules have: option → rule. */
const owners: Readonly<Record<string, string>> = {
  strict: 'notebook-private-route',
  maxPrincipals: 'notebook-shared-access',
};

/** Whether settings of this rule may have this key. */
export function isOptionOf(key: string, ruleId: string): boolean {
  const owner = owners[key];
  return owner === undefined || owner === ruleId;
}
