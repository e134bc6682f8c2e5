import type { EndpointQuestion, Own } from '@palisade/iam';
import { type Place, partitionOf } from '../model/resource';
import { sageMakerService, type SageMakerService } from '../model/sagemaker-services';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Settings } from '../settings';

/**
 * Whose principals and resources count as one's own: those of the account and of the accounts that the settings add.
 */
export function ownOf({ account }: Place, { perimeter }: Settings): Own {
  const others = perimeter.accounts.filter((other) => other !== account);
  return { accounts: [account, ...new Set(others)], organization: perimeter.organization ?? null };
}

/**
 * The question for the IAM engine about the policy of a SageMaker endpoint. It covers every action of the service;
 * `actions` are the examples to show.
 */
export function endpointQuestion(
  { VpcEndpointId, VpcId, ServiceName }: Pick<VpcEndpoint, 'VpcEndpointId' | 'VpcId' | 'ServiceName'>,
  place: Place,
  settings: Settings,
): EndpointQuestion {
  const { service: known, region = place.region } = sageMakerService(ServiceName) ?? {};
  const service = prefixOf(known);
  return {
    own: ownOf(place, settings),
    endpoint: { id: VpcEndpointId, vpc: VpcId },
    region,
    partition: partitionOf(place),
    service,
    ...(known === 'experiments' ? { arnService: 'sagemaker' } : {}),
    actions: examplesOf(known).map(([name, type]) => ({ name: `${service}:${name}`, type })),
  };
}

/** The prefix of a service's actions (service authorization reference). */
function prefixOf(service: SageMakerService | undefined): string {
  // AWS's example of a policy for this endpoint names the actions of MLflow (SageMaker developer guide).
  if (service === 'experiments') return 'sagemaker-mlflow';
  return service === 'sagemaker-geospatial' || service === 'sagemaker-data-science-assistant'
    ? service
    : 'sagemaker';
}

/** The most telling actions for a witness, with the type of ARN that they act on. */
function examplesOf(
  service: SageMakerService | undefined,
): readonly (readonly [name: string, type: string])[] {
  switch (service) {
    case 'sagemaker.runtime':
    case 'sagemaker.runtime-fips':
      return [['InvokeEndpoint', 'endpoint/*']];
    case 'sagemaker.featurestore-runtime':
      return [
        ['PutRecord', 'feature-group/*'],
        ['GetRecord', 'feature-group/*'],
      ];
    case 'sagemaker.metrics':
      return [['BatchPutMetrics', 'experiment-trial-component/*']];
    case 'notebook':
      return [['CreatePresignedNotebookInstanceUrl', 'notebook-instance/*']];
    case 'partner-app':
      return [['CallPartnerAppApi', 'partner-app/*']];
    case 'experiments':
      return [
        ['CreateRun', 'mlflow-tracking-server/*'],
        ['SearchExperiments', 'mlflow-tracking-server/*'],
      ];
    case 'mlflow':
      return [['CallMlflowAppApi', 'mlflow-app/*']];
    case 'sagemaker-geospatial':
      return [['StartEarthObservationJob', 'earth-observation-job/*']];
    case 'sagemaker-data-science-assistant':
      return [['SendConversation', '*']];
    default:
      return [
        ['CreateApp', 'app/*'],
        ['CreatePresignedDomainUrl', 'user-profile/*'],
        ['CreatePresignedNotebookInstanceUrl', 'notebook-instance/*'],
        ['CreateTrainingJob', 'training-job/*'],
        ['DescribeModel', 'model/*'],
        ['DescribeHubContent', 'hub-content/*'],
        ['InvokeEndpoint', 'endpoint/*'],
      ];
  }
}
