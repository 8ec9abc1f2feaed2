package com.example;

import io.github.cdkhuggingfacesagemaker.DeepLearningContainerImage;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

public final class BadInput {
    public static void main(final String[] args) {
        HuggingFaceSageMakerEndpoint.Builder.create(new Stack(new App(), "Stack"), "Endpoint")
                .modelId("BAAI/bge-small-en-v1.5")
                .instanceType(SageMakerInstanceType.ML_C7_I_XLARGE)
                .container(DeepLearningContainerImage.fromDeepLearningContainerImage(
                        "tei-cpu", "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"))
                .instanceCount(0)
                .endpointName("no_underscores")
                .build();
    }
}
