import { z } from 'zod';
import { listing } from './shapes';

/**
 * A notebook instance, in the shape and names of DescribeNotebookInstance. All fields that CreateNotebookInstance
 * can take are kept, because a rebuild has to carry them over. What AWS adds in the future is ignored.
 */
export const notebookInstance = z.object({
  NotebookInstanceArn: z.string(),
  NotebookInstanceName: z.string(),
  /** Unknown statuses are kept as they are and treated as "wait". */
  NotebookInstanceStatus: z.string(),
  InstanceType: z.string().optional(),
  SubnetId: z.string().optional(),
  SecurityGroups: z.array(z.string()).optional(),
  RoleArn: z.string().optional(),
  KmsKeyId: z.string().optional(),
  NotebookInstanceLifecycleConfigName: z.string().optional(),
  /** `Enabled` or `Disabled`; anything else is not understood, and the rules say so. */
  DirectInternetAccess: z.string().optional(),
  VolumeSizeInGB: z.number().optional(),
  DefaultCodeRepository: z.string().optional(),
  AdditionalCodeRepositories: z.array(z.string()).optional(),
  RootAccess: z.string().optional(),
  PlatformIdentifier: z.string().optional(),
  IpAddressType: z.string().optional(),
  InstanceMetadataServiceConfiguration: z
    .object({ MinimumInstanceMetadataServiceVersion: z.string() })
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
);
