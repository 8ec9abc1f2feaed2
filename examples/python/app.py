#!/usr/bin/env python3
import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from cdk_huggingface_sagemaker import (
    DeepLearningContainerImage,
    HuggingFaceSageMakerEndpoint,
    SageMakerInstanceType,
)
from constructs import Construct


class MistralStack(cdk.Stack):
    """The README's example."""

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


app = cdk.App()
MistralStack(app, "Mistral", env=cdk.Environment(region="us-east-1"))
EmbeddingsStack(app, "Embeddings")
app.synth()
