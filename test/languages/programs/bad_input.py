import aws_cdk as cdk
from cdk_huggingface_sagemaker import (
    DeepLearningContainerImage,
    HuggingFaceSageMakerEndpoint,
    SageMakerInstanceType,
)

HuggingFaceSageMakerEndpoint(
    cdk.Stack(cdk.App(), "Stack"),
    "Endpoint",
    model_id="BAAI/bge-small-en-v1.5",
    instance_type=SageMakerInstanceType.ML_C7_I_XLARGE,
    container=DeepLearningContainerImage.from_deep_learning_container_image(
        "tei-cpu", "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"
    ),
    instance_count=0,
    endpoint_name="no_underscores",
)
