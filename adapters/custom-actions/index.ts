/** A custom action of Security Hub, as its console shows it, and what Palisade does for it. */
interface CustomActionDescriptor {
  /** At most 20 letters and digits: the last part of its ARN. */
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
  /** What on-action carries out. */
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

/** Every custom action. Deployments make them, EventBridge lets them through, and on-action carries them out. */
export const customActions = [remediate, exempt, undo] as const;

export type CustomActionId = (typeof customActions)[number]['Id'];
export type CustomActionKind = (typeof customActions)[number]['does'];
