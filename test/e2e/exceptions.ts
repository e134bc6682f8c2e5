/** A permission that is granted although the end-to-end suite does not use it. */
export interface Exception {
  readonly role: string;
  readonly action: string;
  /** The end of the statement's resource. */
  readonly on: string;
  readonly because: string;
}

/** Every one of them, each with its reason. The suite fails for an unused grant that is not here, and for a line too many. */
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
];
