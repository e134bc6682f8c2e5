import { partition } from '@aws-sdk/core/client';
import {
  Route53Client,
  type Route53ClientConfig,
  type Route53ClientResolvedConfig,
} from '@aws-sdk/client-route-53';
import { type Client, makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { EndpointParameterInstructions, HttpHandlerOptions, MetadataBearer } from '@smithy/types';

/**
 * A client for a service of the Route 53 family that has no SDK client here (docs/decisions/022). It is the SDK's own
 * Route 53 client (credentials, Region, retries, AWS_ENDPOINT_URL, user agent) with another protocol, host and name to
 * sign for.
 */
export type ServiceClient = Client<
  HttpHandlerOptions,
  object,
  MetadataBearer,
  // The SDK's type of its own clients, with which commands agree.
  Route53ClientResolvedConfig
>;

/** What tells one service from another. */
export interface RelatedService {
  /** As in AWS_ENDPOINT_URL_ROUTE53RESOLVER, without underscores. */
  readonly serviceId: string;
  /** The first label of its hosts, and the name that requests are signed for. */
  readonly host: string;
  /** Whether the name without `-fips` is the FIPS endpoint of this Region, as in AWS GovCloud. */
  readonly isFips?: (region: string) => boolean;
  readonly protocol: NonNullable<Route53ClientConfig['protocol']>;
  readonly protocolSettings: NonNullable<Route53ClientConfig['protocolSettings']>;
}

/** Creates a client for this service. */
export function serviceClient(config: Route53ClientConfig, service: RelatedService): ServiceClient {
  const { serviceId, host, protocol, protocolSettings } = service;
  // Read by the SDK's signer; the type of the configuration leaves it out.
  const signing = { signingName: host };
  return new Route53Client({
    ...config,
    ...signing,
    serviceId,
    protocol,
    protocolSettings,
    endpointProvider: (parameters) => ({ url: urlOf(service, parameters) }),
    httpAuthSchemeProvider: ({ region }) => [
      {
        schemeId: 'aws.auth#sigv4',
        signingProperties: { name: host, region },
        propertiesExtractor: (own, context) => ({ signingProperties: { config: own, context } }),
      },
    ],
  });
}

interface EndpointParameters {
  readonly Endpoint?: string | undefined;
  readonly Region?: string | undefined;
  readonly UseFIPS?: boolean | undefined;
  readonly UseDualStack?: boolean | undefined;
}

/** The address of a service: botocore's endpoint rule sets of both services (1.43.11) say the same. */
function urlOf({ host, isFips }: RelatedService, parameters: EndpointParameters): URL {
  const { Endpoint, Region = '', UseFIPS = false, UseDualStack = false } = parameters;
  if (Endpoint !== undefined) return new URL(Endpoint);
  const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
  const label = UseFIPS && isFips?.(Region) !== true ? `${host}-fips` : host;
  return new URL(`https://${label}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`);
}

const parameters: EndpointParameterInstructions = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
};

/** Creates the classes of the commands of a service, from their schemas. */
export function commandsOf(serviceId: string) {
  return makeBuilder<Route53ClientResolvedConfig, object, MetadataBearer>(
    parameters,
    serviceId,
    `${serviceId}Client`,
    getEndpointPlugin,
  );
}
