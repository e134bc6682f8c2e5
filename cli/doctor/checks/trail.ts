import { trailCoverage } from '../../../adapters/deployment/trail';
import { type Check, diagnosed } from '../check';

/** EventBridge gets events of API calls only where a trail logs management events. */
export const trailCheck: Check = ({ clients, place }) =>
  diagnosed('cloudtrail', async () => {
    const found = await trailCoverage(clients, place.region);
    switch (found.status) {
      case 'covered':
        return [
          {
            id: 'cloudtrail',
            condition: 'good',
            says: `trail ${found.by} logs management events, so changes are seen as they happen`,
          },
        ];
      case 'unknown':
        return [
          {
            id: 'cloudtrail',
            condition: 'unknown',
            says: `trail ${found.trails.join(', ')} is the organization's, and only the account that keeps it may see whether it logs management events${found.because === '' ? '' : `; ${found.because}`}`,
            remedy:
              'Ask whoever keeps the organization’s trail whether it is logging, and logs management events that write (aws cloudtrail get-trail-status and get-event-selectors, run there).',
          },
        ];
      case 'lacking':
        return [
          {
            id: 'cloudtrail',
            condition: 'bad',
            says: `${found.because}: EventBridge gets no events, so drift is only found by the hourly sweep`,
            remedy:
              'Create a trail for all Regions that logs management events, reads and writes or writes only, and start its logging.',
          },
        ];
    }
  });
