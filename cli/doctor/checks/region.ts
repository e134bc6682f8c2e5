import { partitionOf } from '../../../core/model/resource';
import type { Check, Diagnosis } from '../check';

/** The Region where CloudTrail records calls of the global services, by partition; in China there is one for each. */
const globalEvents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: { 'us-east-1': 'IAM and Route 53' },
  'aws-us-gov': { 'us-gov-west-1': 'IAM and Route 53' },
  'aws-cn': { 'cn-north-1': 'IAM', 'cn-northwest-1': 'Route 53' },
};

/** Events of a global service exist in one Region only; a forwarder has to bring them to any other. */
export const regionCheck: Check = ({ place }) =>
  Promise.resolve(
    Object.entries(globalEvents[partitionOf(place.region)] ?? {}).map(([global, services]): Diagnosis => {
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
