import { ownEndpointPolicy } from '../endpoints/policy-text';
import { endpointQuestion, ownOf } from '../endpoints/question';
import { endpointLockout, endpointOpenness } from '@palisade/iam';
import type { Perimeter } from '@palisade/iam';
import { partitionOf, type Place } from '../model/resource';
import { serviceName } from '../model/sagemaker-services';
import type { Settings } from '../settings';
import type { PolicyStatement } from './deny-outside';
import { documentOf, type PolicyDocument } from './formats';
import { type ProvedClaim, provedClaim, proveDeployments } from './prove';

/**
 * The policy for a SageMaker endpoint: it admits one's own principals and resources, and has the Denies of
 * deployments for everybody who uses the endpoint. All endpoints have the same document. A network condition would be
 * pointless, since the endpoint is the network.
 */
export function endpointPolicyDocument(
  denies: readonly PolicyStatement[],
  place: Place,
  settings: Settings,
): PolicyDocument<object> {
  const own = JSON.parse(ownEndpointPolicy(ownOf(place, settings), partitionOf(place))) as {
    readonly Statement: readonly object[];
  };
  return documentOf([...own.Statement, ...forEverybody(denies)]);
}

/** The endpoint services whose calls are asked about; together they cover the prefixes of all actions. */
const services = [
  'sagemaker.api',
  'sagemaker.runtime',
  'notebook',
  'studio',
  'sagemaker.featurestore-runtime',
  'sagemaker.metrics',
  'sagemaker-geospatial',
  'sagemaker-data-science-assistant',
] as const;

/**
 * Proves the parts: nobody else gets through, one's own requests are only refused if the Denies name them, and those
 * are exactly the deployments that open the perimeter.
 */
export function proveEndpointPolicy(
  document: PolicyDocument<object>,
  denies: readonly PolicyStatement[],
  rootAccess: boolean,
  perimeter: Perimeter,
  place: Place,
  settings: Settings,
): readonly ProvedClaim[] {
  // The document does not name an endpoint, so the proof holds for any.
  const [id = 'vpce-0f1e2d3c4b5a69788'] = perimeter.vpcEndpoints;
  const endpoint = {
    VpcEndpointId: id,
    VpcId: perimeter.endpointVpc[id] ?? perimeter.vpcs[0] ?? 'vpc-0a1b2c3d4e5f60718',
  };
  const questions = services.map((service) =>
    endpointQuestion({ ...endpoint, ServiceName: serviceName(service, place.region) }, place, settings),
  );
  const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const before = documentOf([everything, ...forEverybody(denies)]);
  return [
    provedClaim(
      'closed: no principal of another account gets through, nor anybody to a resource of another account',
      questions.map((question) => {
        const found = endpointOpenness(document, question);
        if (found.status === 'closed') return undefined;
        return found.status === 'open'
          ? `${found.witness.action} on ${found.witness.resource} by ${found.allowedBy}`
          : found.missing.join('; ');
      }),
    ),
    provedClaim(
      'not locked out: of your own principals on your own resources only what the claims below name is refused',
      questions.map((question) => {
        const found = endpointLockout(before, document, question);
        return found.status === 'none' ? undefined : found.because;
      }),
    ),
    ...proveDeployments({ format: 'scp', documents: [documentOf(denies)], perimeter, rootAccess, place }),
  ];
}

function forEverybody(statements: readonly PolicyStatement[]): readonly object[] {
  return statements.map(({ Sid, Effect, ...rest }) => ({ Sid, Effect, Principal: '*', ...rest }));
}
