package com.example;

import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.sagemaker.CfnEndpoint;
import software.amazon.awscdk.services.sagemaker.CfnEndpointConfig;
import software.amazon.awscdk.services.sagemaker.CfnModel;

/** Prints in milliseconds what it takes to load the library, or L1 alone, and to synthesize ten endpoints with it. */
public final class SynthTimes {
    private static final String MODEL_ID = "Qwen/Qwen3-4B";
    private static final String INSTANCE_TYPE = "ml.g5.2xlarge";
    private static final String REGISTRY = "763104351884";
    private static final String REPOSITORY = "huggingface-vllm";

    public static void main(final String[] args) {
        final boolean library = args[0].equals("library");
        final long start = System.nanoTime();
        final App app = new App();
        if (library) {
            SageMakerInstanceType.of(INSTANCE_TYPE);
        }
        final long loaded = System.nanoTime();
        final Stack stack = new Stack(app, "Stack", StackProps.builder()
                .env(Environment.builder().account("123456789012").region("eu-west-1").build())
                .build());
        for (int index = 0; index < 10; index++) {
            if (library) {
                withLibrary(stack, "Endpoint" + index);
            } else {
                withL1(stack, "Endpoint" + index);
            }
        }
        app.synth();
        System.out.println("load " + (loaded - start) / 1_000_000);
        System.out.println("synth " + (System.nanoTime() - loaded) / 1_000_000);
    }

    private static void withLibrary(final Stack stack, final String id) {
        HuggingFaceSageMakerEndpoint.Builder.create(stack, id)
                .modelId(MODEL_ID)
                .instanceType(SageMakerInstanceType.of(INSTANCE_TYPE))
                .build();
    }

    private static void withL1(final Stack stack, final String id) {
        final CfnRole role = CfnRole.Builder.create(stack, id + "Role")
                .assumeRolePolicyDocument(Map.of(
                        "Statement", List.of(Map.of(
                                "Action", "sts:AssumeRole",
                                "Effect", "Allow",
                                "Principal", Map.of("Service", "sagemaker.amazonaws.com"))),
                        "Version", "2012-10-17"))
                .managedPolicyArns(List.of("arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"))
                .policies(List.of(CfnRole.PolicyProperty.builder()
                        .policyDocument(Map.of(
                                "Statement", List.of(
                                        Map.of(
                                                "Action", List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"),
                                                "Effect", "Allow",
                                                "Resource", "arn:aws:ecr:eu-west-1:" + REGISTRY + ":repository/" + REPOSITORY),
                                        Map.of("Action", "ecr:GetAuthorizationToken", "Effect", "Allow", "Resource", "*")),
                                "Version", "2012-10-17"))
                        .policyName("Execution")
                        .build()))
                .build();
        final List<CfnTag> tags = List.of(CfnTag.builder().key("modelId").value(MODEL_ID).build());
        final CfnModel model = CfnModel.Builder.create(stack, id + "Model")
                .executionRoleArn(role.getAttrArn())
                .primaryContainer(CfnModel.ContainerDefinitionProperty.builder()
                        .image(REGISTRY + ".dkr.ecr.eu-west-1.amazonaws.com/" + REPOSITORY + ":0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0")
                        .mode("SingleModel")
                        .environment(Map.of(
                                "SAGEMAKER_CONTAINER_LOG_LEVEL", "20",
                                "SAGEMAKER_REGION", "eu-west-1",
                                "SM_VLLM_MODEL", MODEL_ID,
                                "HF_MODEL_ID", MODEL_ID,
                                "SM_VLLM_HOST", "0.0.0.0",
                                "HF_ENABLE_LMCACHE", "0"))
                        .build())
                .tags(tags)
                .build();
        final CfnEndpointConfig config = CfnEndpointConfig.Builder.create(stack, id + "EndpointConfig")
                .productionVariants(List.of(CfnEndpointConfig.ProductionVariantProperty.builder()
                        .variantName("AllTraffic")
                        .modelName(model.getAttrModelName())
                        .instanceType(INSTANCE_TYPE)
                        .initialInstanceCount(1)
                        .initialVariantWeight(1)
                        .containerStartupHealthCheckTimeoutInSeconds(1800)
                        .inferenceAmiVersion("al2023-ami-sagemaker-inference-gpu-4-1")
                        .build()))
                .build();
        CfnEndpoint.Builder.create(stack, id + "Endpoint")
                .endpointConfigName(config.getAttrEndpointConfigName())
                .tags(tags)
                .build();
    }
}
