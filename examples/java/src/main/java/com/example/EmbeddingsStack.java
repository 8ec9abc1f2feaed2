package com.example;

import io.github.cdkhuggingfacesagemaker.DeepLearningContainerImage;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Embeddings for an application, in any region. */
public class EmbeddingsStack extends Stack {
    public EmbeddingsStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final Role server = Role.Builder.create(this, "Server")
                .assumedBy(new ServicePrincipal("sagemaker.amazonaws.com"))
                .build();
        server.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of(
                        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"))
                .resources(List.of("*"))
                .build());

        final HuggingFaceSageMakerEndpoint endpoint = HuggingFaceSageMakerEndpoint.Builder.create(this, "Embeddings")
                .modelId("BAAI/bge-small-en-v1.5")
                .instanceType(SageMakerInstanceType.of("ml.c7i.xlarge"))
                .container(DeepLearningContainerImage.fromDeepLearningContainerImage(
                        "tei-cpu", "2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"))
                .instanceCount(2)
                .role(server)
                .build();

        final Role application = Role.Builder.create(this, "Application")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        endpoint.grantInvoke(application);

        CfnOutput.Builder.create(this, "EndpointName")
                .value(endpoint.getEndpointName())
                .build();
    }
}
