package com.example;

import io.github.cdkhuggingfacesagemaker.AsyncInferenceOptions;
import io.github.cdkhuggingfacesagemaker.AsyncOutcome;
import io.github.cdkhuggingfacesagemaker.AutoScaleOptions;
import io.github.cdkhuggingfacesagemaker.BacklogScalingOptions;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.HuggingFaceTask;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** An archive that is used occasionally: requests are queued, and no instance runs while the queue is empty. */
public class ArchiveStack extends Stack {
    public ArchiveStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final IBucket documents = Bucket.fromBucketName(this, "Documents", "example-documents");
        final HuggingFaceSageMakerEndpoint endpoint = HuggingFaceSageMakerEndpoint.Builder.create(this, "Archive")
                .modelId("BAAI/bge-m3")
                .task(HuggingFaceTask.FEATURE_EXTRACTION)
                .instanceType(SageMakerInstanceType.ML_C7_I_4_XLARGE)
                .encryptionKey(Key.Builder.create(this, "Key").enableKeyRotation(true).build())
                .asyncInference(AsyncInferenceOptions.builder()
                        .inputBucket(documents)
                        .inputPrefix("texts")
                        .outputBucket(documents)
                        .outputPrefix("embeddings")
                        .createTopicsFor(List.of(AsyncOutcome.ERROR))
                        .maxConcurrentInvocationsPerInstance(4)
                        .build())
                .build();

        endpoint.autoScale(AutoScaleOptions.builder().minCapacity(0).maxCapacity(3).build())
                .scaleOnBacklog("Backlog", BacklogScalingOptions.builder().backlogPerInstance(20).build());

        final Role librarian = Role.Builder.create(this, "Librarian")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        endpoint.getGrants().invokeAsync(librarian);
        HuggingFaceSageMakerEndpoint.fromEndpointName(this, "Chat", "Chat").getGrants().invoke(librarian);
    }
}
