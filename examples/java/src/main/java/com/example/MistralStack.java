package com.example;

import io.github.cdkhuggingfacesagemaker.DeepLearningContainerImage;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** An explicit image and its variables: the README's second example. */
public class MistralStack extends Stack {
    public MistralStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        HuggingFaceSageMakerEndpoint.Builder.create(this, "Mistral")
                .modelId("mistralai/Mistral-7B-Instruct-v0.1")
                .instanceType(SageMakerInstanceType.ML_G5_2_XLARGE)
                .container(DeepLearningContainerImage.HUGGINGFACE_PYTORCH_TGI_INFERENCE_2_0_1_TGI1_1_0_GPU_PY39_CU118_UBUNTU20_04)
                .environment(Map.of(
                        "SM_NUM_GPUS", "1",
                        "MAX_INPUT_LENGTH", "2048",
                        "MAX_TOTAL_TOKENS", "4096"))
                .build();
    }
}
