#!/usr/bin/env python3
import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from cdk_huggingface_sagemaker import (
    DeepLearningContainerImage,
    HuggingFaceSageMakerEndpoint,
    HuggingFaceTask,
    ModelData,
    ModelProfile,
    ModelServer,
    SageMakerInstanceType,
)
from constructs import Construct


class MistralStack(cdk.Stack):
    """An image and its variables by name: the README's second example."""

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
    """Embeddings for an application, in whichever region the stack is deployed to."""

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
    """A search with answers: embeddings on a CPU, and a language model on four GPUs with weights from a bucket.

    The library picks the images.
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


app = cdk.App()
MistralStack(app, "Mistral", env=cdk.Environment(region="us-east-1"))
EmbeddingsStack(app, "Embeddings")
SearchStack(app, "Search", env=cdk.Environment(region="eu-west-1"))
app.synth()
