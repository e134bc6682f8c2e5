import { z } from 'zod';
import { type CustomActionKind, customActions } from '../custom-actions';
import { envelope } from './envelope';
import { checked } from './parsed';

/** What somebody asked for in Security Hub, about which findings. */
export interface CustomAction {
  readonly action: CustomActionKind;
  readonly findings: readonly { readonly id: string }[];
  /** When it was chosen (ISO 8601). */
  readonly at: string;
  /** In words. The event does not say which person it was; CloudTrail does, for this event id. */
  readonly by: string;
}

export const customActionDetailType = 'Security Hub Findings - Custom Action';

const schema = envelope(
  customActionDetailType,
  z.object({
    actionName: z.string(),
    findings: z.array(z.object({ Id: z.string() })).min(1),
  }),
);

const prefix = 'palisade/';

/**
 * A custom action of Security Hub. Findings of other products that were selected along with ours are left out.
 * @throws BadInputError for an event of another shape.
 */
export function parseCustomAction(event: unknown): CustomAction | { readonly ignored: string } {
  const { id, time, detail, resources } = checked(schema, 'custom action event', event);
  const { actionName } = detail;
  const chosen = [...resources, actionName].flatMap((text) =>
    customActions.filter(({ Id }) => text.slice(text.lastIndexOf('/') + 1) === Id),
  )[0];
  if (chosen === undefined) return { ignored: `${actionName} is not an action of Palisade` };
  const ids = new Set(detail.findings.map((finding) => finding.Id).filter((one) => one.startsWith(prefix)));
  if (ids.size === 0) return { ignored: 'none of the selected findings is from Palisade' };
  return {
    action: chosen.does,
    findings: [...ids].map((one) => ({ id: one.slice(prefix.length) })),
    at: time,
    by: `Security Hub custom action ${chosen.Id} (event ${id})`,
  };
}
