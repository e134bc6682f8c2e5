import { z } from 'zod';
import { perVpc } from './shapes';

/** The names of the private hosted zones associated with each VPC, without the trailing dot. */
export const hostedZones = perVpc(
  {
    file: 'hosted-zones.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → list of private zone names',
    page: 'object: VPC id → list of the names of its private hosted zones',
  },
  z.array(z.string().transform((name) => name.replace(/\.$/, ''))),
  Array.isArray,
);
