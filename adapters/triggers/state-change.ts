import { z } from 'zod';
import { envelope, isOfDetailType } from './envelope';
import { checkedInput, type ParsedEvent } from './parsed-event';
import type { MessageKind } from './trigger-kind';

const detailType = 'SageMaker Notebook Instance State Change';

// The name is used and not the ARN, because SageMaker writes the ARN in lower case.
const schema = envelope(
  detailType,
  z.object({ NotebookInstanceName: z.string().min(1), NotebookInstanceStatus: z.string() }),
);

/**
 * SageMaker's own event that a notebook instance has reached a state. It shows the end of a stop that takes minutes.
 */
export const stateChange = {
  name: 'state-change',
  detailType,
  to: 'on-change',
  recognises: isOfDetailType(detailType),
  parse,
} as const satisfies MessageKind;

/**
 * @throws BadInputError for an event with another shape
 */
function parse(event: unknown): ParsedEvent {
  const { detail, time } = checkedInput(schema, 'state change event', event);
  const id = detail.NotebookInstanceName;
  return {
    trigger: { kind: 'event', description: `notebook instance ${id} is ${detail.NotebookInstanceStatus}` },
    refs: [{ type: 'AWS::SageMaker::NotebookInstance', id }],
    at: time,
  };
}
