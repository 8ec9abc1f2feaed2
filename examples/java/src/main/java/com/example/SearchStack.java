package com.example;

import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.HuggingFaceTask;
import io.github.cdkhuggingfacesagemaker.ModelData;
import io.github.cdkhuggingfacesagemaker.ModelProfile;
import io.github.cdkhuggingfacesagemaker.ModelServer;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import io.github.cdkhuggingfacesagemaker.VllmOptions;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * A search that answers questions: embeddings on a CPU, and a language model on four GPUs with weights from a bucket.
 * The library chooses the images.
 */
public class SearchStack extends Stack {
    public SearchStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        HuggingFaceSageMakerEndpoint.Builder.create(this, "Embeddings")
                .modelId("BAAI/bge-base-en-v1.5")
                .task(HuggingFaceTask.FEATURE_EXTRACTION)
                .instanceType(SageMakerInstanceType.ML_C7_I_2_XLARGE)
                .build();

        final IBucket weights = Bucket.fromBucketName(this, "Weights", "example-weights");
        HuggingFaceSageMakerEndpoint.Builder.create(this, "Answers")
                .modelId("Qwen/Qwen3-32B")
                .modelData(ModelData.s3Prefix(weights, "qwen3-32b"))
                .modelProfile(ModelProfile.Builder.create()
                        .parameterCount(32.8e9)
                        .layers(64)
                        .attentionHeads(64)
                        .keyValueHeads(8)
                        .headDimension(128)
                        .contextLength(40960)
                        .build())
                .instanceType(SageMakerInstanceType.ML_G6_E_12_XLARGE)
                .server(ModelServer.vllm(VllmOptions.builder()
                        .maxModelLength(32768)
                        .maxConcurrentSequences(32)
                        .servedModelName("qwen3")
                        .build()))
                .modelDataDownloadTimeout(Duration.minutes(30))
                .build();
    }
}
