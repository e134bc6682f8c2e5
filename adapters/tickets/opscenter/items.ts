import type { OpsItemDataValue } from '@aws-sdk/client-ssm';
import type { TicketText } from '../../../core/model/ports';
import type { Severity } from '../../../core/model/rule';
import { truncate, truncateLines } from '../../text/truncate';

/** The source that our OpsItems name. */
export const ticketSource = 'palisade';
/** The status by which a person approves the plan in a ticket; see `tickets.approvedBy` in the settings. */
export const approvedStatus = 'InProgress';

/** OpsCenter's limits for a title, a description and one value of operational data. */
const maxTitle = 1024;
const maxDescription = 2048;
const maxValueBytes = 20_000;

const severities: Readonly<Record<Severity, number>> = { critical: 1, high: 2, medium: 3, low: 4 };

export function content({ finding, title, body }: TicketText) {
  const severity = severities[finding.severity];
  return {
    Title: truncate(title, maxTitle),
    // A text never has fewer bytes than characters, so the limit in bytes covers both.
    Description: truncateLines(
      body,
      maxDescription,
      '… the full text is in the operational data, palisade/text',
    ),
    Severity: String(severity),
    Priority: severity,
  };
}

export function data({ finding, body }: TicketText): Record<string, OpsItemDataValue> {
  const { arn } = finding.resource;
  return {
    ...(arn === '' ? {} : { '/aws/resources': searchable(JSON.stringify([{ arn }])) }),
    'palisade/finding': searchable(finding.id),
    'palisade/rule': searchable(finding.rule),
    'palisade/text': dataText(body),
  };
}

export function dedup({ finding }: TicketText): OpsItemDataValue {
  return searchable(JSON.stringify({ dedupString: `palisade/${finding.id}` }));
}

function searchable(value: string): OpsItemDataValue {
  return { Type: 'SearchableString', Value: value };
}

export function dataText(value: string): OpsItemDataValue {
  return { Type: 'String', Value: truncateLines(value, maxValueBytes, '… cut') };
}
