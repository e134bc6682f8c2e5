/** The parts of an ARN that depend on where the resource is. */
interface At {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The properties of one kind of AWS resource. */
export interface ResourceKind {
  /** The name in ids of findings, which are stored, so it never changes. Shown to people with spaces for hyphens. */
  readonly shortName: string;
  /** It is the same in every Region. */
  readonly isGlobal?: true;
  /** Its ARN; absent where it cannot be derived from the id: the ARNs of IAM contain a path. */
  readonly arn?: (at: At, id: string) => string;
  /** The type in AWS Config, where that is not the same. */
  readonly configType?: string;
  /**
   * What people call the resource, in terms of a configuration item: the end of the item's id, its name, or its ARN.
   */
  readonly configName: 'id' | 'name' | 'arn';
  /**
   * Whether AWS Config invokes our rules for each change of it. Config does not record notebook instances at all
   * (they never were in the API's list of resource types), so it evaluates their rules on a schedule only.
   * EventBridge delivers their changes, and those of security groups, route tables and NAT gateways.
   */
  readonly isAskedAbout: boolean;
  /** The type in Security Hub's finding format, which has none for some kinds. */
  readonly asff: string;
}

const regional =
  (service: string, kind: string) =>
  ({ partition, region, account }: At, id: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${kind}/${id}`;

const lowerCase =
  (arn: (at: At, id: string) => string) =>
  (at: At, id: string): string =>
    arn(at, id.toLowerCase());

const iam = { isGlobal: true, configName: 'name', isAskedAbout: true } as const;
const ec2 = { configName: 'id' } as const;

/**
 * The kinds of AWS resource that a change can name or a rule can judge, as AWS Config and CloudFormation spell them.
 * To add one, add its entry here; the compiler then names the tables that lack it.
 */
export const resourceKinds = {
  'AWS::SageMaker::NotebookInstance': {
    shortName: 'notebook-instance',
    // SageMaker uses lower case in ARNs, whatever the name.
    arn: lowerCase(regional('sagemaker', 'notebook-instance')),
    configName: 'name',
    isAskedAbout: false,
    asff: 'AwsSageMakerNotebookInstance',
  },
  'AWS::SageMaker::Domain': {
    shortName: 'domain',
    arn: regional('sagemaker', 'domain'),
    configName: 'id',
    isAskedAbout: true,
    asff: 'Other',
  },
  'AWS::EC2::VPCEndpoint': {
    ...ec2,
    shortName: 'vpc-endpoint',
    arn: regional('ec2', 'vpc-endpoint'),
    isAskedAbout: true,
    asff: 'Other',
  },
  'AWS::EC2::VPC': {
    ...ec2,
    shortName: 'vpc',
    arn: regional('ec2', 'vpc'),
    isAskedAbout: true,
    asff: 'AwsEc2Vpc',
  },
  'AWS::EC2::SecurityGroup': {
    ...ec2,
    shortName: 'security-group',
    arn: regional('ec2', 'security-group'),
    isAskedAbout: false,
    asff: 'AwsEc2SecurityGroup',
  },
  'AWS::EC2::RouteTable': {
    ...ec2,
    shortName: 'route-table',
    arn: regional('ec2', 'route-table'),
    isAskedAbout: false,
    asff: 'AwsEc2RouteTable',
  },
  'AWS::EC2::NatGateway': {
    ...ec2,
    shortName: 'nat-gateway',
    arn: regional('ec2', 'natgateway'),
    isAskedAbout: false,
    asff: 'Other',
  },
  'AWS::IAM::User': { ...iam, shortName: 'user', asff: 'AwsIamUser' },
  'AWS::IAM::Role': { ...iam, shortName: 'role', asff: 'AwsIamRole' },
  'AWS::IAM::Group': { ...iam, shortName: 'group', asff: 'AwsIamGroup' },
  'AWS::IAM::Policy': { ...iam, shortName: 'policy', configName: 'arn', asff: 'AwsIamPolicy' },
  'AWS::Account': {
    shortName: 'account',
    arn: ({ partition, account }) => `arn:${partition}:iam::${account}:root`,
    configType: 'AWS::::Account',
    configName: 'id',
    isAskedAbout: false,
    asff: 'AwsAccount',
  },
} as const satisfies Readonly<Record<string, ResourceKind>>;
