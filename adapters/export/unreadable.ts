import { z } from 'zod';
import { badInput } from '../../core/bad-input';
import type { SliceName } from '../../core/slices';

export const unreadableFileName = 'unreadable.json';

const because = z.string();
const resources = z.array(z.object({ id: z.string(), because })).default([]);

const noResources = { notebooks: [], domains: [], vpcAttributes: [], hostedZones: [] };

/**
 * `unreadable.json`, which `palisade collect` adds: why a slice is not in the export, and which resources are known
 * to exist but could not be read, so that what the collection could not see is not taken for absent.
 */
const schema = z.strictObject({
  slices: z
    .partialRecord(
      z.enum([
        'notebooks',
        'domains',
        'apps',
        'endpoints',
        'endpointServices',
        'vpcAttributes',
        'hostedZones',
        'vpcs',
        'subnets',
        'routeTables',
        'securityGroups',
        'natGateways',
        'prefixLists',
        'principals',
        'organizationPolicies',
      ] satisfies SliceName[]),
      because,
    )
    .default({}),
  resources: z
    .strictObject({
      notebooks: resources,
      domains: resources,
      vpcAttributes: resources,
      hostedZones: resources,
    })
    .default(noResources),
});

export type Unreadable = z.infer<typeof schema>;

export const nothingUnreadable: Unreadable = { slices: {}, resources: noResources };

/** @throws BadInputError */
export function readUnreadable(content: unknown, source: string): Unreadable {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}
