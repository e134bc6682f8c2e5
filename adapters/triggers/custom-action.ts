import { z } from 'zod';
import { customActions } from '../custom-actions';
import { envelope, isOfDetailType } from './envelope';
import { checkedInput } from './parsed-event';
import type { CustomAction, InvocationKind } from './trigger-kind';

const detailType = 'Security Hub Findings - Custom Action';

const schema = envelope(
  detailType,
  z.object({
    actionName: z.string(),
    findings: z.array(z.object({ Id: z.string() })).min(1),
  }),
);

const prefix = 'palisade/';

/** Somebody chose a custom action in Security Hub. */
export const customActionChosen = {
  name: 'custom-action',
  detailType,
  to: 'on-action',
  recognises: isOfDetailType(detailType),
  asks: (event) => {
    const action = parseCustomAction(event);
    return 'ignored' in action ? { kind: 'ignored', because: action.ignored } : { kind: 'action', ...action };
  },
} as const satisfies InvocationKind;

/**
 * Parses a custom action of Security Hub. Findings of other products that were selected along with ours are left out.
 * @throws BadInputError for an event with another shape
 */
export function parseCustomAction(event: unknown): CustomAction | { readonly ignored: string } {
  const { id, time, detail, resources } = checkedInput(schema, 'custom action event', event);
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
