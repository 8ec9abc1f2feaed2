package com.example;

import io.github.cdkhuggingfacesagemaker.AdapterOptions;
import io.github.cdkhuggingfacesagemaker.ComponentAutoScaleOptions;
import io.github.cdkhuggingfacesagemaker.ComponentCapacitySize;
import io.github.cdkhuggingfacesagemaker.ComponentEndpointMonitorOptions;
import io.github.cdkhuggingfacesagemaker.ComponentRollingUpdateOptions;
import io.github.cdkhuggingfacesagemaker.ExecutionPermissions;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerComponentEndpoint;
import io.github.cdkhuggingfacesagemaker.IInferenceComponent;
import io.github.cdkhuggingfacesagemaker.InferenceComponent;
import io.github.cdkhuggingfacesagemaker.InferenceComponentOptions;
import io.github.cdkhuggingfacesagemaker.ModelData;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Two models that share GPUs, and scale to zero when nobody uses them. Experimental: this stack was never deployed. */
public class SharedStack extends Stack {
    public SharedStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final HuggingFaceSageMakerComponentEndpoint endpoint = HuggingFaceSageMakerComponentEndpoint.Builder.create(this, "Gpu")
                .instanceType(SageMakerInstanceType.ML_G6_E_12_XLARGE)
                .minInstanceCount(0)
                .maxInstanceCount(2)
                .executionPermissions(ExecutionPermissions.LEAST_PRIVILEGE)
                .logRetention(RetentionDays.THREE_MONTHS)
                .build();

        final InferenceComponent chat = endpoint.addInferenceComponent("Chat", InferenceComponentOptions.builder()
                .modelId("Qwen/Qwen3-8B")
                .rollingUpdate(ComponentRollingUpdateOptions.builder()
                        .maximumBatchSize(ComponentCapacitySize.percent(25))
                        .waitInterval(Duration.minutes(5))
                        .build())
                .build());
        chat.autoScale(ComponentAutoScaleOptions.builder().minCapacity(0).maxCapacity(4).build());
        final IBucket adapters = Bucket.fromBucketName(this, "Adapters", "example-adapters");
        final IInferenceComponent sql = chat.addAdapter("Sql", AdapterOptions.builder()
                .modelData(ModelData.s3Archive(adapters, "sql.tar.gz"))
                .maxRank(32)
                .build());

        final InferenceComponent code = endpoint.addInferenceComponent("Code", InferenceComponentOptions.builder()
                .modelId("Qwen/Qwen2.5-Coder-32B-Instruct")
                .acceleratorCount(2)
                .build());
        code.autoScale(ComponentAutoScaleOptions.builder().minCapacity(0).maxCapacity(2).build());

        endpoint.monitor(ComponentEndpointMonitorOptions.builder()
                .maximumModelLatency(Duration.seconds(20))
                .maximumGpuReservationPercent(90)
                .maximumNoCapacityFailures(20)
                .build());
        endpoint.dashboard();

        final Role application = Role.Builder.create(this, "Application")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        chat.getGrants().invoke(application);
        sql.getGrants().invoke(application);

        CfnOutput.Builder.create(this, "EndpointName").value(endpoint.getEndpointName()).build();
        CfnOutput.Builder.create(this, "ChatName").value(chat.getInferenceComponentName()).build();
        CfnOutput.Builder.create(this, "CodeBaseUrl").value(code.getOpenAiBaseUrl()).build();
    }
}
