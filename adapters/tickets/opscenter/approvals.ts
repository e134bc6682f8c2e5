import { BadInputError } from '../../../core/model/bad-input';
import { memberOf } from '../../errors';
import type { Approvals } from '../system';
import { approvedStatus } from './items';

const source = 'ssm.amazonaws.com';
const update = 'UpdateOpsItem';

/** A person approves by setting an OpsItem to in progress. */
export const approvals: Approvals = {
  events: { [source]: [update] },
  ticketsIn: ({ eventID, eventSource, eventName, requestParameters }) => {
    if (eventSource !== source || eventName !== update) return [];
    if (memberOf(requestParameters, 'status') !== approvedStatus) return [];
    const id = memberOf(requestParameters, 'opsItemId');
    if (typeof id === 'string' && id !== '') return [id];
    throw new BadInputError(
      `${eventName} event ${eventID}`,
      'detail.requestParameters.opsItemId',
      'is missing or not text',
    );
  },
};
