import { partitionNamed } from '../../../core/model/partitions';
import { partitionOf, unknownOf } from '../../../core/model/resource';
import type { Check, Diagnosis } from '../check';

/** Events of a global service exist in one Region only; a forwarder has to bring them to any other. */
export const regionCheck: Check = ({ place }) => {
  const unknown = unknownOf(place);
  if (unknown !== undefined)
    return Promise.resolve([
      {
        id: 'region',
        condition: 'bad',
        says: unknown,
        remedy: 'Take a newer release of Palisade.',
      },
    ]);
  const { iam = place.region, route53 = place.region } =
    partitionNamed(partitionOf(place))?.globalEvents ?? {};
  const events = iam === route53 ? { [iam]: 'IAM and Route 53' } : { [iam]: 'IAM', [route53]: 'Route 53' };
  return Promise.resolve(
    Object.entries(events).map(([global, services]): Diagnosis => {
      if (place.region === global)
        return { id: 'region', condition: 'good', says: `${global} has the events of ${services} itself` };
      return {
        id: 'region',
        condition: 'note',
        says: `events of ${services} exist in ${global} only: without the forwarder, the changes they report are found by the hourly sweep`,
        remedy: `aws cloudformation deploy --region ${global} --stack-name palisade-forwarder --template-file infra/templates/forwarder.yml --capabilities CAPABILITY_IAM --parameter-overrides HomeRegion=${place.region}`,
      };
    }),
  );
};
