import { arnOf } from '../../core/model/resource';
import type { SubjectOf } from '../../core/model/rule';
import type { Domain } from '../../core/slices/domains';
import type { Snapshot } from '../../core/model/snapshot';

const type = 'AWS::SageMaker::Domain';

/** Every Studio domain, including those that exist but could not be described. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<Domain>[] {
  const reading = snapshot.read('domains');
  if (reading.status === 'unreadable') return [];
  const { place } = snapshot;
  const { region } = place;
  return [
    ...reading.value.items.map((domain) => ({
      resource: {
        type,
        id: domain.DomainId,
        arn: domain.DomainArn || arnOf({ type, id: domain.DomainId }, place),
        region,
      } as const,
      subject: domain,
    })),
    ...reading.value.unreadable.map(({ id, because }) => ({
      resource: { type, id, arn: arnOf({ type, id }, place), region } as const,
      unreadable: because,
    })),
  ];
}
