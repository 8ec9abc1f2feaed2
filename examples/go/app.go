package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	hf "github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker-go/cdkhuggingfacesagemaker"
)

// NewMistralStack uses an explicit image and its variables: the README's second example.
func NewMistralStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Mistral"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:      jsii.String("mistralai/Mistral-7B-Instruct-v0.1"),
		InstanceType: hf.SageMakerInstanceType_ML_G5_2XLARGE(),
		Container:    hf.DeepLearningContainerImage_HUGGINGFACE_PYTORCH_TGI_INFERENCE_2_0_1_TGI1_1_0_GPU_PY39_CU118_UBUNTU20_04(),
		Environment: &map[string]*string{
			"SM_NUM_GPUS":      jsii.String("1"),
			"MAX_INPUT_LENGTH": jsii.String("2048"),
			"MAX_TOTAL_TOKENS": jsii.String("4096"),
		},
	})

	return stack
}

// NewEmbeddingsStack creates embeddings for an application, in any region.
func NewEmbeddingsStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	server := awsiam.NewRole(stack, jsii.String("Server"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("sagemaker.amazonaws.com"), nil),
	})
	server.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
		Resources: jsii.Strings("*"),
	}))

	endpoint := hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Embeddings"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:       jsii.String("BAAI/bge-small-en-v1.5"),
		InstanceType:  hf.SageMakerInstanceType_Of(jsii.String("ml.c7i.xlarge")),
		Container:     hf.DeepLearningContainerImage_FromDeepLearningContainerImage(jsii.String("tei-cpu"), jsii.String("2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"), nil),
		InstanceCount: jsii.Number(2),
		Role:          server,
	})

	application := awsiam.NewRole(stack, jsii.String("Application"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	endpoint.GrantInvoke(application)

	awscdk.NewCfnOutput(stack, jsii.String("EndpointName"), &awscdk.CfnOutputProps{
		Value: endpoint.EndpointName(),
	})

	return stack
}

// NewSearchStack creates a search that answers questions: embeddings on a CPU, and a language model on four GPUs with
// weights from a bucket.
// The library chooses the images.
func NewSearchStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Embeddings"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:      jsii.String("BAAI/bge-base-en-v1.5"),
		Task:         hf.HuggingFaceTask_FEATURE_EXTRACTION(),
		InstanceType: hf.SageMakerInstanceType_ML_C7I_2XLARGE(),
	})

	weights := awss3.Bucket_FromBucketName(stack, jsii.String("Weights"), jsii.String("example-weights"))
	hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Answers"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:   jsii.String("Qwen/Qwen3-32B"),
		ModelData: hf.ModelData_S3Prefix(weights, jsii.String("qwen3-32b")),
		ModelProfile: hf.NewModelProfile(&hf.ModelProfileProps{
			ParameterCount: jsii.Number(32.8e9),
			Layers:         jsii.Number(64),
			AttentionHeads: jsii.Number(64),
			KeyValueHeads:  jsii.Number(8),
			HeadDimension:  jsii.Number(128),
			ContextLength:  jsii.Number(40960),
		}),
		InstanceType: hf.SageMakerInstanceType_ML_G6E_12XLARGE(),
		Server: hf.ModelServer_Vllm(&hf.VllmOptions{
			MaxModelLength:         jsii.Number(32768),
			MaxConcurrentSequences: jsii.Number(32),
			ServedModelName:        jsii.String("qwen3"),
		}),
		ModelDataDownloadTimeout: awscdk.Duration_Minutes(jsii.Number(30)),
	})

	return stack
}

// NewChatStack creates a chat in production: in a VPC, with least privilege, scaling, monitoring and safe updates.
func NewChatStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	onCall := awssns.NewTopic(stack, jsii.String("OnCall"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	onCall.GrantPublish(awsiam.NewServicePrincipal(jsii.String("cloudwatch.amazonaws.com"), nil))
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Network"), &awsec2.VpcAttributes{
		VpcId:                      jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones:          jsii.Strings("eu-west-1a", "eu-west-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})

	weights := awss3.Bucket_FromBucketName(stack, jsii.String("Weights"), jsii.String("example-weights"))
	endpoint := hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Chat"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:              jsii.String("Qwen/Qwen3-8B"),
		ModelData:            hf.ModelData_S3Prefix(weights, jsii.String("qwen3-8b")),
		InstanceType:         hf.SageMakerInstanceType_ML_G6E_2XLARGE(),
		EndpointName:         jsii.String("Chat"),
		Enabled:              jsii.Bool(stack.Node().TryGetContext(jsii.String("off")) == nil),
		ExecutionPermissions: hf.ExecutionPermissions_LEAST_PRIVILEGE,
		Vpc:                  vpc,
		SecurityGroups: &[]awsec2.ISecurityGroup{
			awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String("sg-0123456789abcdef0"), nil),
		},
		DataCapture: &hf.DataCaptureOptions{
			Bucket:             awss3.Bucket_FromBucketName(stack, jsii.String("Captured"), jsii.String("example-captured")),
			SamplingPercentage: jsii.Number(5),
		},
		Deployment: hf.Deployment_Canary(&hf.CanaryDeploymentOptions{
			Size:         hf.CapacitySize_Instances(jsii.Number(1)),
			WaitInterval: awscdk.Duration_Minutes(jsii.Number(10)),
		}),
		RoutingStrategy:  hf.RoutingStrategy_LEAST_OUTSTANDING_REQUESTS(),
		EnhancedMetrics:  jsii.Bool(true),
		InstanceCount:    jsii.Number(2),
		LogRetention:     awslogs.RetentionDays_THREE_MONTHS,
		LogEncryptionKey: awskms.NewKey(stack, jsii.String("LogKey"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)}),
	})

	scaling := endpoint.AutoScale(&hf.AutoScaleOptions{MinCapacity: jsii.Number(2), MaxCapacity: jsii.Number(6)})
	scaling.ScaleOnConcurrentRequests(jsii.String("Requests"), &hf.ConcurrentRequestsScalingOptions{
		ConcurrentRequestsPerModel: jsii.Number(8),
	})
	scaling.ScaleOnSchedule(jsii.String("Morning"), &awsapplicationautoscaling.ScalingSchedule{
		Schedule: awsapplicationautoscaling.Schedule_Cron(&awsapplicationautoscaling.CronOptions{
			Hour: jsii.String("7"), Minute: jsii.String("30"),
		}),
		MinCapacity: jsii.Number(4),
	})
	scaling.ScaleOnSchedule(jsii.String("Evening"), &awsapplicationautoscaling.ScalingSchedule{
		Schedule: awsapplicationautoscaling.Schedule_Cron(&awsapplicationautoscaling.CronOptions{
			Hour: jsii.String("19"), Minute: jsii.String("0"),
		}),
		MinCapacity: jsii.Number(2),
	})

	endpoint.Monitor(&hf.MonitorOptions{
		Topic:                        onCall,
		MaximumModelLatency:          awscdk.Duration_Seconds(jsii.Number(20)),
		MaximumTimeToFirstToken:      awscdk.Duration_Seconds(jsii.Number(2)),
		MinimumPrefixCacheHitPercent: jsii.Number(20),
	})
	endpoint.Dashboard(nil)
	endpoint.OnFailure(jsii.String("Failure"), &awsevents.OnEventOptions{
		Target: awseventstargets.NewSnsTopic(onCall, nil),
	})

	application := awsiam.NewRole(stack, jsii.String("Application"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	endpoint.Grants().InvokeWithResponseStream(application)
	endpoint.Grants().InvokeWithBearerToken(application)

	endpoint.SmokeTest(&hf.SmokeTestOptions{MaximumLatency: awscdk.Duration_Seconds(jsii.Number(20))})
	endpoint.Outputs()

	return stack
}

// NewArchiveStack creates an archive that is used occasionally: requests are queued, and no instance runs while the queue is
// empty.
func NewArchiveStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	documents := awss3.Bucket_FromBucketName(stack, jsii.String("Documents"), jsii.String("example-documents"))
	endpoint := hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Archive"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:       jsii.String("BAAI/bge-m3"),
		Task:          hf.HuggingFaceTask_FEATURE_EXTRACTION(),
		InstanceType:  hf.SageMakerInstanceType_ML_C7I_4XLARGE(),
		EncryptionKey: awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)}),
		AsyncInference: &hf.AsyncInferenceOptions{
			InputBucket:                         documents,
			InputPrefix:                         jsii.String("texts"),
			OutputBucket:                        documents,
			OutputPrefix:                        jsii.String("embeddings"),
			CreateTopicsFor:                     &[]hf.AsyncOutcome{hf.AsyncOutcome_ERROR},
			MaxConcurrentInvocationsPerInstance: jsii.Number(4),
		},
	})

	endpoint.AutoScale(&hf.AutoScaleOptions{MinCapacity: jsii.Number(0), MaxCapacity: jsii.Number(3)}).
		ScaleOnBacklog(jsii.String("Backlog"), &hf.BacklogScalingOptions{BacklogPerInstance: jsii.Number(20)})

	librarian := awsiam.NewRole(stack, jsii.String("Librarian"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	endpoint.Grants().InvokeAsync(librarian)
	hf.HuggingFaceSageMakerEndpoint_FromEndpointName(stack, jsii.String("Chat"), jsii.String("Chat")).Grants().Invoke(librarian)

	return stack
}

// NewSharedStack creates two models that share GPUs, and scale to zero when nobody uses them. Experimental: this stack was never deployed.
func NewSharedStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	endpoint := hf.NewHuggingFaceSageMakerComponentEndpoint(stack, jsii.String("Gpu"), &hf.HuggingFaceSageMakerComponentEndpointProps{
		InstanceType:         hf.SageMakerInstanceType_ML_G6E_12XLARGE(),
		MinInstanceCount:     jsii.Number(0),
		MaxInstanceCount:     jsii.Number(2),
		ExecutionPermissions: hf.ExecutionPermissions_LEAST_PRIVILEGE,
		LogRetention:         awslogs.RetentionDays_THREE_MONTHS,
	})

	chat := endpoint.AddInferenceComponent(jsii.String("Chat"), &hf.InferenceComponentOptions{
		ModelId: jsii.String("Qwen/Qwen3-8B"),
		RollingUpdate: &hf.ComponentRollingUpdateOptions{
			MaximumBatchSize: hf.ComponentCapacitySize_Percent(jsii.Number(25)),
			WaitInterval:     awscdk.Duration_Minutes(jsii.Number(5)),
		},
	})
	chat.AutoScale(&hf.ComponentAutoScaleOptions{MinCapacity: jsii.Number(0), MaxCapacity: jsii.Number(4)})
	adapters := awss3.Bucket_FromBucketName(stack, jsii.String("Adapters"), jsii.String("example-adapters"))
	sql := chat.AddAdapter(jsii.String("Sql"), &hf.AdapterOptions{
		ModelData: hf.ModelData_S3Archive(adapters, jsii.String("sql.tar.gz")),
		MaxRank:   jsii.Number(32),
	})

	code := endpoint.AddInferenceComponent(jsii.String("Code"), &hf.InferenceComponentOptions{
		ModelId:          jsii.String("Qwen/Qwen2.5-Coder-32B-Instruct"),
		AcceleratorCount: jsii.Number(2),
	})
	code.AutoScale(&hf.ComponentAutoScaleOptions{MinCapacity: jsii.Number(0), MaxCapacity: jsii.Number(2)})

	endpoint.Monitor(&hf.ComponentEndpointMonitorOptions{
		MaximumModelLatency:          awscdk.Duration_Seconds(jsii.Number(20)),
		MaximumGpuReservationPercent: jsii.Number(90),
		MaximumNoCapacityFailures:    jsii.Number(20),
	})
	endpoint.Dashboard(nil)

	application := awsiam.NewRole(stack, jsii.String("Application"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	chat.Grants().Invoke(application)
	sql.Grants().Invoke(application)

	awscdk.NewCfnOutput(stack, jsii.String("EndpointName"), &awscdk.CfnOutputProps{Value: endpoint.EndpointName()})
	awscdk.NewCfnOutput(stack, jsii.String("ChatName"), &awscdk.CfnOutputProps{Value: chat.InferenceComponentName()})
	awscdk.NewCfnOutput(stack, jsii.String("CodeBaseUrl"), &awscdk.CfnOutputProps{Value: code.OpenAiBaseUrl()})

	return stack
}

// NewGatedStack creates a gated model that the deployment copies from the Hub, served without any network access.
func NewGatedStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	snapshot := hf.NewHubSnapshot(stack, jsii.String("Weights"), &hf.HubSnapshotProps{
		ModelId:              jsii.String("meta-llama/Llama-3.1-8B-Instruct"),
		ModelRevision:        jsii.String("0e9e39f249a16976918f6564b8830bc894c89659"),
		HubAccessTokenSecret: awssecretsmanager.Secret_FromSecretNameV2(stack, jsii.String("HubToken"), jsii.String("hugging-face")),
		RemovalPolicy:        awscdk.RemovalPolicy_DESTROY,
	})

	hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Gated"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:          snapshot.ModelId(),
		ModelData:        snapshot.ModelData(),
		InstanceType:     hf.SageMakerInstanceType_ML_G6E_2XLARGE(),
		NetworkIsolation: jsii.Bool(true),
	})

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewMistralStack(app, "Mistral", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	NewEmbeddingsStack(app, "Embeddings", nil)
	NewSearchStack(app, "Search", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-1")},
	})
	NewChatStack(app, "Chat", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-1")},
	})
	NewArchiveStack(app, "Archive", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-1")},
	})
	NewSharedStack(app, "Shared", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-1")},
	})
	NewGatedStack(app, "Gated", &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-1")},
	})
	app.Synth(nil)
}
