/** A custom action of Security Hub, as its console shows it, and what Palisade does when it is chosen. */
interface CustomActionDescriptor {
  /** At most 20 letters and digits. It is the last part of the ARN. */
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
  /** What the function on-action does. */
  readonly does: string;
}

export const remediate = {
  Id: 'PalisadeRemediate',
  Name: 'Remediate',
  Description: 'Approve the plan that was shown',
  does: 'remediate',
} as const satisfies CustomActionDescriptor;

const exempt = {
  Id: 'PalisadeExempt30d',
  Name: 'Exempt 30 days',
  Description: 'Leave this finding alone for 30 days',
  does: 'exempt',
} as const satisfies CustomActionDescriptor;

const undo = {
  Id: 'PalisadeUndo',
  Name: 'Undo',
  Description: 'Take back what Palisade did',
  does: 'undo',
} as const satisfies CustomActionDescriptor;

/** All custom actions. A deployment creates them, EventBridge matches them, and on-action performs them. */
export const customActions = [remediate, exempt, undo] as const;

export type CustomActionId = (typeof customActions)[number]['Id'];
export type CustomActionKind = (typeof customActions)[number]['does'];
