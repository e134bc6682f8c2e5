/**
 * The names and ids in ARNs, by the service of the ARN and the variable of its template: a pattern and the greatest
 * length. Sources: API models in botocore 1.44.8 (November 2026); ids of MLflow apps, of EC2 and of sessions as AWS's
 * own examples show them.
 */
interface NameForm {
  readonly pattern: string;
  readonly longest: number;
}

type Forms = Readonly<Record<string, readonly [pattern: string, longest: number]>>;

const dashed = '[a-zA-Z0-9](?:-*[a-zA-Z0-9])*';
const scored = '[a-zA-Z0-9](?:[_-]*[a-zA-Z0-9])*';
const principal = String.raw`[\w+=,.@-]+`;
const withPath = String.raw`(?:[!-)+-.0->@-~]+/)*[\w+=,.@-]+`;
const random = '[a-z0-9]{12}';
const ec2 = (prefix: string) => [`${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})`, 40] as const;

const sagemaker: Forms = {
  ActionName: [scored, 120],
  AppId: ['app-[A-Z0-9]{12}', 16],
  AutoMLJobJobName: [dashed, 32],
  ClusterId: [random, 12],
  ClusterSchedulerConfigId: [random, 12],
  ComputeQuotaId: [random, 12],
  ContextName: [scored, 120],
  DomainId: ['d-(?:-*[a-z0-9])+', 63],
  EventId: ['[a-f0-9-]{36}', 36],
  ExperimentName: [dashed, 120],
  FeatureGroupName: [scored, 64],
  FlowDefinitionName: ['[a-z0-9](?:-*[a-z0-9])*', 63],
  HashOfArtifactSource: ['[a-f0-9]+', 256],
  HumanTaskUiName: ['[a-z0-9](?:-*[a-z0-9])*', 63],
  HyperParameterTuningJobName: [dashed, 32],
  ImageName: ['[a-zA-Z0-9](?:[-.]?[a-zA-Z0-9])*', 125],
  InferenceExperimentName: [dashed, 120],
  InferenceRecommendationsJobName: [dashed, 64],
  LineageGroupName: [dashed, 120],
  MLflowAppId: ['app-[A-Z0-9]{12}', 16],
  MlflowTrackingServerName: [dashed, 256],
  ModelPackageName: [String.raw`${dashed}(?:/\d+)?`, 74],
  PipelineName: [dashed, 256],
  ProjectName: [dashed, 32],
  RandomString: ['[a-zA-Z0-9]+', 64],
  TrainingPlanName: [dashed, 64],
  TrialComponentName: [dashed, 120],
  TrialName: [dashed, 120],
  Version: ['[0-9]+', 9],
};

const iam: Forms = {
  EntityPath: [String.raw`o-[a-z0-9]{10,32}/r-[0-9a-z]{4,32}(?:/[\w-]+)*`, 512],
  GroupNameWithPath: [withPath, 640],
  InstanceProfileNameWithPath: [withPath, 640],
  PolicyNameWithPath: [withPath, 640],
  RoleName: [principal, 64],
  RoleNameWithPath: [withPath, 576],
  RoleSessionName: [String.raw`[\w+=,.@-]{2,}`, 64],
  UserName: [principal, 64],
  UserNameWithPath: [withPath, 576],
};

const forms: Readonly<Record<string, Forms>> = {
  sagemaker,
  iam,
  datazone: { DomainId: ['dzd[-_][a-zA-Z0-9_-]{1,36}', 40] },
  dynamodb: { TableName: ['[a-zA-Z0-9_.-]{3,}', 255] },
  ec2: {
    InstanceId: ec2('i'),
    RouteTableId: ec2('rtb'),
    SecurityGroupId: ec2('sg'),
    SecurityGroupRuleId: ec2('sgr'),
    SubnetId: ec2('subnet'),
    VpcEndpointId: ec2('vpce'),
    VpcId: ec2('vpc'),
  },
  events: { EventBusName: ['[/._A-Za-z0-9-]+', 256], RuleName: ['[._A-Za-z0-9-]+', 64] },
  lambda: {
    Alias: ['(?![0-9]+(?:$|:))[a-zA-Z0-9_-]+', 128],
    FunctionName: ['[a-zA-Z0-9_-]+', 64],
    UUID: ['[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 36],
    Version: [String.raw`(?:\$LATEST|[0-9]+)`, 1024],
  },
  s3: { BucketName: ['[a-z0-9][.a-z0-9-]+[a-z0-9]', 63], ObjectName: ['[^]+', 1024] },
  sqs: { QueueName: [String.raw`[a-zA-Z0-9_-]+(?:\.fifo)?`, 80] },
  ssm: {
    DocumentName: ['[a-zA-Z0-9_.-]{3,}', 128],
    ParameterNameWithoutLeadingSlash: ['[a-zA-Z0-9_./-]+', 1011],
  },
};

/** The form of what stands for a variable of an ARN's template. */
export function nameForm(service: string, variable: string): NameForm {
  const form = forms[service]?.[variable];
  if (form !== undefined) return { pattern: form[0], longest: form[1] };
  return service === 'sagemaker'
    ? { pattern: dashed, longest: 63 }
    : { pattern: String.raw`[^\s*?]+`, longest: 2048 };
}
