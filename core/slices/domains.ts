import { z } from 'zod';
import { nameInArn } from '@palisade/iam';
import { listing } from './shapes';

/** A Studio domain, shaped and named as in DescribeDomain. */
export const domain = z.object({
  /** Empty where it is absent: it follows from the id. */
  DomainArn: z.string().default(''),
  /** Empty where it is absent: it is the end of the ARN. */
  DomainId: z.string().default(''),
  DomainName: z.string().optional(),
  Status: z.string().optional(),
  AuthMode: z.string().optional(),
  /** Absent means PublicInternetOnly, the default. */
  AppNetworkAccessType: z.string().optional(),
  SubnetIds: z.array(z.string()).optional(),
  VpcId: z.string().optional(),
  DefaultUserSettings: z
    .object({ ExecutionRole: z.string().optional(), SecurityGroups: z.array(z.string()).optional() })
    .optional(),
  DefaultSpaceSettings: z.object({ SecurityGroups: z.array(z.string()).optional() }).optional(),
  DomainSettings: z
    .object({
      RStudioServerProDomainSettings: z.object({ DomainExecutionRoleArn: z.string().optional() }).optional(),
    })
    .optional(),
});

export type Domain = z.infer<typeof domain>;

export const domains = listing(
  {
    file: 'domains.json',
    command: 'sagemaker describe-domain',
    parts: { named: 'AWS::SageMaker::Domain', near: true },
  },
  domain,
  'DomainArn',
  (one) => {
    const id = one.DomainId || nameInArn(one.DomainArn);
    return id === '' ? undefined : { ...one, DomainId: id };
  },
);
