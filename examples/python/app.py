#!/usr/bin/env python3
import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as appscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from cdk_huggingface_sagemaker import (
    AsyncInferenceOptions,
    AsyncOutcome,
    CapacitySize,
    ComponentCapacitySize,
    ComponentRollingUpdateOptions,
    DataCaptureOptions,
    DeepLearningContainerImage,
    Deployment,
    ExecutionPermissions,
    HubSnapshot,
    HuggingFaceSageMakerComponentEndpoint,
    HuggingFaceSageMakerEndpoint,
    HuggingFaceTask,
    ModelData,
    ModelProfile,
    ModelServer,
    RoutingStrategy,
    SageMakerInstanceType,
)
from constructs import Construct


class MistralStack(cdk.Stack):
    """An explicit image and its variables: the README's second example."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        HuggingFaceSageMakerEndpoint(
            self,
            "Mistral",
            model_id="mistralai/Mistral-7B-Instruct-v0.1",
            instance_type=SageMakerInstanceType.ML_G5_2_XLARGE,
            container=DeepLearningContainerImage.HUGGINGFACE_PYTORCH_TGI_INFERENCE_2_0_1_TGI1_1_0_GPU_PY39_CU118_UBUNTU20_04,
            environment={
                "SM_NUM_GPUS": "1",
                "MAX_INPUT_LENGTH": "2048",
                "MAX_TOTAL_TOKENS": "4096",
            },
        )


class EmbeddingsStack(cdk.Stack):
    """Embeddings for an application, in any region."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        server = iam.Role(
            self,
            "Server",
            assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"),
        )
        server.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                resources=["*"],
            )
        )

        endpoint = HuggingFaceSageMakerEndpoint(
            self,
            "Embeddings",
            model_id="BAAI/bge-small-en-v1.5",
            instance_type=SageMakerInstanceType.of("ml.c7i.xlarge"),
            container=DeepLearningContainerImage.from_deep_learning_container_image(
                "tei-cpu", "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"
            ),
            instance_count=2,
            role=server,
        )

        application = iam.Role(
            self,
            "Application",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        endpoint.grant_invoke(application)

        cdk.CfnOutput(self, "EndpointName", value=endpoint.endpoint_name)


class SearchStack(cdk.Stack):
    """A search that answers questions: embeddings on a CPU, and a language model on four GPUs with weights from a bucket.

    The library chooses the images.
    """

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        HuggingFaceSageMakerEndpoint(
            self,
            "Embeddings",
            model_id="BAAI/bge-base-en-v1.5",
            task=HuggingFaceTask.FEATURE_EXTRACTION,
            instance_type=SageMakerInstanceType.ML_C7_I_2_XLARGE,
        )

        weights = s3.Bucket.from_bucket_name(self, "Weights", "example-weights")
        HuggingFaceSageMakerEndpoint(
            self,
            "Answers",
            model_id="Qwen/Qwen3-32B",
            model_data=ModelData.s3_prefix(weights, "qwen3-32b"),
            model_profile=ModelProfile(
                parameter_count=32.8e9,
                layers=64,
                attention_heads=64,
                key_value_heads=8,
                head_dimension=128,
                context_length=40960,
            ),
            instance_type=SageMakerInstanceType.ML_G6_E_12_XLARGE,
            server=ModelServer.vllm(
                max_model_length=32768,
                max_concurrent_sequences=32,
                served_model_name="qwen3",
            ),
            model_data_download_timeout=cdk.Duration.minutes(30),
        )


class ChatStack(cdk.Stack):
    """A chat in production: in a VPC, with least privilege, scaling, monitoring and safe updates."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        on_call = sns.Topic(self, "OnCall", enforce_ssl=True)
        on_call.grant_publish(iam.ServicePrincipal("cloudwatch.amazonaws.com"))
        vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "Network",
            vpc_id="vpc-0123456789abcdef0",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            private_subnet_route_table_ids=["rtb-0123456789abcdef0", "rtb-0123456789abcdef1"],
        )

        endpoint = HuggingFaceSageMakerEndpoint(
            self,
            "Chat",
            model_id="Qwen/Qwen3-8B",
            model_data=ModelData.s3_prefix(s3.Bucket.from_bucket_name(self, "Weights", "example-weights"), "qwen3-8b"),
            instance_type=SageMakerInstanceType.ML_G6_E_2_XLARGE,
            endpoint_name="Chat",
            enabled=self.node.try_get_context("off") is None,
            execution_permissions=ExecutionPermissions.LEAST_PRIVILEGE,
            vpc=vpc,
            security_groups=[ec2.SecurityGroup.from_security_group_id(self, "Group", "sg-0123456789abcdef0")],
            data_capture=DataCaptureOptions(
                bucket=s3.Bucket.from_bucket_name(self, "Captured", "example-captured"),
                sampling_percentage=5,
            ),
            deployment=Deployment.canary(
                size=CapacitySize.instances(1),
                wait_interval=cdk.Duration.minutes(10),
            ),
            routing_strategy=RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
            enhanced_metrics=True,
            instance_count=2,
            log_retention=logs.RetentionDays.THREE_MONTHS,
            log_encryption_key=kms.Key(self, "LogKey", enable_key_rotation=True),
        )

        scaling = endpoint.auto_scale(min_capacity=2, max_capacity=6)
        scaling.scale_on_concurrent_requests("Requests", concurrent_requests_per_model=8)
        scaling.scale_on_schedule("Morning", schedule=appscaling.Schedule.cron(hour="7", minute="30"), min_capacity=4)
        scaling.scale_on_schedule("Evening", schedule=appscaling.Schedule.cron(hour="19", minute="0"), min_capacity=2)

        endpoint.monitor(
            topic=on_call,
            maximum_model_latency=cdk.Duration.seconds(20),
            maximum_time_to_first_token=cdk.Duration.seconds(2),
            minimum_prefix_cache_hit_percent=20,
        )
        endpoint.dashboard()
        endpoint.on_failure("Failure", target=targets.SnsTopic(on_call))

        application = iam.Role(
            self,
            "Application",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        endpoint.grants.invoke_with_response_stream(application)
        endpoint.grants.invoke_with_bearer_token(application)

        endpoint.smoke_test(maximum_latency=cdk.Duration.seconds(20))
        endpoint.outputs()


class ArchiveStack(cdk.Stack):
    """An archive that is used occasionally: requests are queued, and no instance runs while the queue is empty."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        documents = s3.Bucket.from_bucket_name(self, "Documents", "example-documents")
        endpoint = HuggingFaceSageMakerEndpoint(
            self,
            "Archive",
            model_id="BAAI/bge-m3",
            task=HuggingFaceTask.FEATURE_EXTRACTION,
            instance_type=SageMakerInstanceType.ML_C7_I_4_XLARGE,
            encryption_key=kms.Key(self, "Key", enable_key_rotation=True),
            async_inference=AsyncInferenceOptions(
                input_bucket=documents,
                input_prefix="texts",
                output_bucket=documents,
                output_prefix="embeddings",
                create_topics_for=[AsyncOutcome.ERROR],
                max_concurrent_invocations_per_instance=4,
            ),
        )

        endpoint.auto_scale(min_capacity=0, max_capacity=3).scale_on_backlog("Backlog", backlog_per_instance=20)

        librarian = iam.Role(
            self,
            "Librarian",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        endpoint.grants.invoke_async(librarian)
        HuggingFaceSageMakerEndpoint.from_endpoint_name(self, "Chat", "Chat").grants.invoke(librarian)


class SharedStack(cdk.Stack):
    """Two models that share GPUs, and scale to zero when nobody uses them. Experimental: this stack was never deployed."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        endpoint = HuggingFaceSageMakerComponentEndpoint(
            self,
            "Gpu",
            instance_type=SageMakerInstanceType.ML_G6_E_12_XLARGE,
            min_instance_count=0,
            max_instance_count=2,
            execution_permissions=ExecutionPermissions.LEAST_PRIVILEGE,
            log_retention=logs.RetentionDays.THREE_MONTHS,
        )

        chat = endpoint.add_inference_component(
            "Chat",
            model_id="Qwen/Qwen3-8B",
            rolling_update=ComponentRollingUpdateOptions(
                maximum_batch_size=ComponentCapacitySize.percent(25),
                wait_interval=cdk.Duration.minutes(5),
            ),
        )
        chat.auto_scale(min_capacity=0, max_capacity=4)
        adapters = s3.Bucket.from_bucket_name(self, "Adapters", "example-adapters")
        sql = chat.add_adapter("Sql", model_data=ModelData.s3_archive(adapters, "sql.tar.gz"), max_rank=32)

        code = endpoint.add_inference_component(
            "Code",
            model_id="Qwen/Qwen2.5-Coder-32B-Instruct",
            accelerator_count=2,
        )
        code.auto_scale(min_capacity=0, max_capacity=2)

        endpoint.monitor(
            maximum_model_latency=cdk.Duration.seconds(20),
            maximum_gpu_reservation_percent=90,
            maximum_no_capacity_failures=20,
        )
        endpoint.dashboard()

        application = iam.Role(
            self,
            "Application",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        )
        chat.grants.invoke(application)
        sql.grants.invoke(application)

        cdk.CfnOutput(self, "EndpointName", value=endpoint.endpoint_name)
        cdk.CfnOutput(self, "ChatName", value=chat.inference_component_name)
        cdk.CfnOutput(self, "CodeBaseUrl", value=code.open_ai_base_url)


class GatedStack(cdk.Stack):
    """A gated model that the deployment copies from the Hub, served without any network access."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        snapshot = HubSnapshot(
            self,
            "Weights",
            model_id="meta-llama/Llama-3.1-8B-Instruct",
            model_revision="0e9e39f249a16976918f6564b8830bc894c89659",
            hub_access_token_secret=secretsmanager.Secret.from_secret_name_v2(self, "HubToken", "hugging-face"),
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )

        HuggingFaceSageMakerEndpoint(
            self,
            "Gated",
            model_id=snapshot.model_id,
            model_data=snapshot.model_data,
            instance_type=SageMakerInstanceType.ML_G6_E_2_XLARGE,
            network_isolation=True,
        )


app = cdk.App()
MistralStack(app, "Mistral", env=cdk.Environment(region="us-east-1"))
EmbeddingsStack(app, "Embeddings")
SearchStack(app, "Search", env=cdk.Environment(region="eu-west-1"))
ChatStack(app, "Chat", env=cdk.Environment(region="eu-west-1"))
ArchiveStack(app, "Archive", env=cdk.Environment(region="eu-west-1"))
SharedStack(app, "Shared", env=cdk.Environment(region="eu-west-1"))
GatedStack(app, "Gated", env=cdk.Environment(region="eu-west-1"))
app.synth()
