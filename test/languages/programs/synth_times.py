"""Prints in milliseconds what it takes to load the library, or L1 alone, and to synthesize ten endpoints with it."""

import sys
import time

start = time.perf_counter()
import aws_cdk as cdk

if sys.argv[1] == "library":
    from cdk_huggingface_sagemaker import (
        HuggingFaceSageMakerEndpoint,
        SageMakerInstanceType,
    )
else:
    from aws_cdk import aws_iam as iam, aws_sagemaker as sagemaker

MODEL_ID = "Qwen/Qwen3-4B"
REGISTRY = "763104351884"
REPOSITORY = "huggingface-vllm"


def library(stack, id):
    HuggingFaceSageMakerEndpoint(
        stack,
        id,
        model_id=MODEL_ID,
        instance_type=SageMakerInstanceType.of("ml.g5.2xlarge"),
    )


def l1(stack, id):
    role = iam.CfnRole(
        stack,
        f"{id}Role",
        assume_role_policy_document={
            "Statement": [
                {
                    "Action": "sts:AssumeRole",
                    "Effect": "Allow",
                    "Principal": {"Service": "sagemaker.amazonaws.com"},
                }
            ],
            "Version": "2012-10-17",
        },
        managed_policy_arns=["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"],
        policies=[
            iam.CfnRole.PolicyProperty(
                policy_document={
                    "Statement": [
                        {
                            "Action": [
                                "ecr:BatchCheckLayerAvailability",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:BatchGetImage",
                            ],
                            "Effect": "Allow",
                            "Resource": f"arn:aws:ecr:eu-west-1:{REGISTRY}:repository/{REPOSITORY}",
                        },
                        {
                            "Action": "ecr:GetAuthorizationToken",
                            "Effect": "Allow",
                            "Resource": "*",
                        },
                    ],
                    "Version": "2012-10-17",
                },
                policy_name="Execution",
            )
        ],
    )
    tags = [cdk.CfnTag(key="modelId", value=MODEL_ID)]
    model = sagemaker.CfnModel(
        stack,
        f"{id}Model",
        execution_role_arn=role.attr_arn,
        primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
            image=f"{REGISTRY}.dkr.ecr.eu-west-1.amazonaws.com/{REPOSITORY}:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0",
            mode="SingleModel",
            environment={
                "SAGEMAKER_CONTAINER_LOG_LEVEL": "20",
                "SAGEMAKER_REGION": "eu-west-1",
                "SM_VLLM_MODEL": MODEL_ID,
                "HF_MODEL_ID": MODEL_ID,
                "SM_VLLM_HOST": "0.0.0.0",
                "HF_ENABLE_LMCACHE": "0",
            },
        ),
        tags=tags,
    )
    config = sagemaker.CfnEndpointConfig(
        stack,
        f"{id}EndpointConfig",
        production_variants=[
            sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                variant_name="AllTraffic",
                model_name=model.attr_model_name,
                instance_type="ml.g5.2xlarge",
                initial_instance_count=1,
                initial_variant_weight=1,
                container_startup_health_check_timeout_in_seconds=1800,
                inference_ami_version="al2023-ami-sagemaker-inference-gpu-4-1",
            )
        ],
    )
    sagemaker.CfnEndpoint(
        stack,
        f"{id}Endpoint",
        endpoint_config_name=config.attr_endpoint_config_name,
        tags=tags,
    )


app = cdk.App()
loaded = time.perf_counter()
stack = cdk.Stack(
    app, "Stack", env=cdk.Environment(account="123456789012", region="eu-west-1")
)
for index in range(10):
    {"library": library, "l1": l1}[sys.argv[1]](stack, f"Endpoint{index}")
app.synth()
print("load", round(1000 * (loaded - start)))
print("synth", round(1000 * (time.perf_counter() - loaded)))
