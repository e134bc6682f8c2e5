import { z } from 'zod';
import { nameInArn } from '@palisade/iam';
import { listing } from './shapes';

/**
 * A notebook instance, shaped and named as in DescribeNotebookInstance. It has every field that
 * CreateNotebookInstance accepts, because a rebuild has to carry them over. Fields that AWS adds in the future are
 * ignored.
 */
export const notebookInstance = z.object({
  /** Empty where it is absent: it follows from the name. */
  NotebookInstanceArn: z.string().default(''),
  /** Empty where it is absent: it is the end of the ARN. */
  NotebookInstanceName: z.string().default(''),
  /** Unknown statuses are kept and treated as "wait", an absent one too. */
  NotebookInstanceStatus: z.string().default(''),
  InstanceType: z.string().optional(),
  SubnetId: z.string().optional(),
  SecurityGroups: z.array(z.string()).optional(),
  RoleArn: z.string().optional(),
  KmsKeyId: z.string().optional(),
  NotebookInstanceLifecycleConfigName: z.string().optional(),
  /** `Enabled` or `Disabled`; with any other value the rules report that they do not understand it. */
  DirectInternetAccess: z.string().optional(),
  VolumeSizeInGB: z.number().optional(),
  DefaultCodeRepository: z.string().optional(),
  AdditionalCodeRepositories: z.array(z.string()).optional(),
  RootAccess: z.string().optional(),
  PlatformIdentifier: z.string().optional(),
  IpAddressType: z.string().optional(),
  InstanceMetadataServiceConfiguration: z
    .object({ MinimumInstanceMetadataServiceVersion: z.string().optional() })
    .optional(),
});

export type NotebookInstance = z.infer<typeof notebookInstance>;

export const notebooks = listing(
  {
    file: 'notebook-instances.json',
    command: 'sagemaker describe-notebook-instance',
    parts: { named: 'AWS::SageMaker::NotebookInstance', near: true },
  },
  notebookInstance,
  'NotebookInstanceArn',
  (notebook) => {
    const name = notebook.NotebookInstanceName || nameInArn(notebook.NotebookInstanceArn);
    return name === '' ? undefined : { ...notebook, NotebookInstanceName: name };
  },
);
