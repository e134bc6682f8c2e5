import { describeFailure } from '../../../core/model/failure';
import { ChannelOffError } from '../../../core/model/ports';
import { classify } from '../../aws/classify';

/** An error for the failures that last until somebody acts; `undefined` for those that may be retried immediately. */
export function whyOff(error: unknown): ChannelOffError | undefined {
  const failure = classify('ssm:CreateOpsItem', error);
  const why = describeFailure(failure);
  if (failure.kind === 'limit')
    return new ChannelOffError(
      'OpsCenter',
      `no ticket can be opened: ${why}. Resolve what fills OpsCenter, or have the quota raised; it is tried again every hour`,
    );
  if (failure.kind !== 'denied') return undefined;
  const remedy =
    failure.deniedBy === undefined
      ? `allow ${failure.permission ?? failure.call} on * (it has no resource types)`
      : `it is refused by ${failure.deniedBy}`;
  return new ChannelOffError(
    'OpsCenter',
    `no ticket can be opened: ${why}. To fix it: ${remedy}; it is tried again every hour`,
  );
}
