/** A permission that is granted although the end-to-end suite does not use it. */
export interface Exception {
  readonly role: string;
  readonly action: string;
  /** What the statement's resource ends with. */
  readonly on: string;
  readonly because: string;
}

const functions = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'];

/** Used where something is missing in the account; tested in test/infra/suites/lacking.ts under the same roles. */
const notLacking: readonly Exception[] = [
  { role: 'sweep', action: 'securityhub:CreateActionTarget', on: ':hub/default' },
  { role: 'sweep', action: 'config:PutConfigRule', on: ':config-rule/*' },
  { role: 'sweep', action: 'lambda:GetAccountSettings', on: '*' },
  ...functions.map((name) => ({
    role: 'sweep',
    action: 'lambda:PutFunctionConcurrency',
    on: `:function:palisade-*-${name}`,
  })),
].map((one) => ({ ...one, because: 'the sweep makes what an account lacked; this one lacks nothing' }));

/** All exceptions. The suite fails for an unused grant that is not listed, and for an unneeded entry. */
export const exceptions: readonly Exception[] = [
  {
    role: 'on-action',
    action: 'iam:PutUserPolicy',
    on: ':user/*',
    because:
      'undo puts back an inline policy that had the name of a guardrail before Palisade replaced its text',
  },
  {
    role: 'on-action',
    action: 'iam:PutRolePolicy',
    on: ':role/*',
    because: 'the same for roles',
  },
  ...notLacking,
  ...functions.map((name) => ({
    role: 'on-deploy',
    action: 'lambda:DeleteFunctionConcurrency',
    on: `:function:palisade-*-${name}`,
    because: 'the option ReservedConcurrency=no frees it (test/infra/suites/deployments.ts)',
  })),
];
