import type { Route53Client, Route53ClientConfig } from '@aws-sdk/client-route-53';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type {
  MetadataBearer,
  StaticErrorSchema,
  StaticListSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';

// The SDK has packages for Route 53 Resolver and Profiles that were not to be had when this was written (1 December
// 2026). What the sandbox uses of such a package is made here: a client, commands and schemas in the SDK's notation.

export type Member = StaticStructureSchema[5][number];

/** Schemas of one service. Members that are required come first, `required` says how many. */
export function schemasOf(namespace: string) {
  return {
    structure: (
      name: string,
      members: Readonly<Record<string, Member>>,
      required = 0,
    ): StaticStructureSchema => [
      3,
      namespace,
      name,
      0,
      Object.keys(members),
      Object.values(members),
      required,
    ],
    list: (name: string, member: Member): StaticListSchema => [1, namespace, name, 0, member],
    error: (name: string): StaticErrorSchema => [
      -3,
      namespace,
      name,
      { error: 'client', httpError: 400 },
      ['Message'],
      [0],
    ],
    operation: (
      name: string,
      http: readonly [method: string, path: string] | undefined,
      input: StaticStructureSchema,
      output: StaticStructureSchema,
    ): StaticOperationSchema => [
      9,
      namespace,
      name,
      http === undefined ? 0 : { http: [...http, 200] },
      input,
      output,
    ],
  };
}

/** The configuration of the SDK's Route 53 client with which it speaks to another service. */
export function speakingTo(
  name: string,
  protocol: NonNullable<Route53ClientConfig['protocol']>,
  config: Route53ClientConfig,
): Route53ClientConfig {
  // Read by the SDK's signer; the type of the configuration leaves it out.
  const signing = { signingName: name };
  return {
    ...config,
    ...signing,
    protocol,
    protocolSettings: { defaultNamespace: name, serviceTarget: 'Route53Resolver', version: '2018-05-10' },
    // Always an address of a sandbox.
    endpointProvider: ({ Endpoint = 'http://127.0.0.1' }) => ({ url: new URL(Endpoint) }),
    httpAuthSchemeProvider: ({ region }) => [
      {
        schemeId: 'aws.auth#sigv4',
        signingProperties: { name, region },
        propertiesExtractor: (own, context) => ({ signingProperties: { config: own, context } }),
      },
    ],
  };
}

const build = makeBuilder<Route53Client['config'], object, MetadataBearer>(
  { Endpoint: { type: 'builtInParams', name: 'endpoint' } },
  'Route53Family',
  'Route53Client',
  getEndpointPlugin,
);

/** The class of a command, from its schema. */
export function commandOf<I extends object, O extends object>(schema: StaticOperationSchema) {
  return build<I, O & MetadataBearer>({}, () => [], schema[2], schema);
}
