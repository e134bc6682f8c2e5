import type {
  AppType,
  DescribeDomainResponse,
  DescribeNotebookInstanceOutput,
  Tag,
  UserSettings,
} from '@aws-sdk/client-sagemaker';
import { AwsError } from '../../protocol/aws-error';

export interface Notebook {
  detail: DescribeNotebookInstanceOutput & { NotebookInstanceName: string; NotebookInstanceArn: string };
  tags: Tag[];
  /** Makes the next transition end in Failed with this reason. */
  failNext: string | undefined;
}

export interface DomainRecord {
  detail: DescribeDomainResponse & { DomainId: string; DomainArn: string };
  tags: Tag[];
}

export interface UserProfile {
  readonly DomainId: string;
  readonly UserProfileName: string;
  readonly UserProfileArn: string;
  readonly CreationTime: Date;
  readonly UserSettings: UserSettings | undefined;
}

export interface AppRecord {
  readonly DomainId: string;
  readonly UserProfileName: string | undefined;
  readonly SpaceName: string | undefined;
  readonly AppType: AppType;
  readonly AppName: string;
  readonly AppArn: string;
  readonly CreationTime: Date;
  Status: 'Pending' | 'InService' | 'Deleting' | 'Deleted' | 'Failed';
}

interface SageMakerState {
  readonly notebooks: Map<string, Notebook>;
  readonly domains: Map<string, DomainRecord>;
  readonly profiles: UserProfile[];
  readonly apps: AppRecord[];
  /** Platforms on which no notebook can be created or started any more. */
  readonly endedPlatforms: Set<string>;
}

/** AWS ended JupyterLab 1 and 3 on notebook instances on 2025-06-30, and Amazon Linux 1 earlier. */
const ended = ['notebook-al1-v1', 'notebook-al2-v1', 'notebook-al2-v2'];

export const SAGEMAKER_SLOT = {
  name: 'sagemaker',
  scope: 'regional' as const,
  create: (): SageMakerState => ({
    notebooks: new Map(),
    domains: new Map(),
    profiles: [],
    apps: [],
    endedPlatforms: new Set(ended),
  }),
};

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFound', message);
}
