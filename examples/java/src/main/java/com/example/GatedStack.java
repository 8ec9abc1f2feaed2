package com.example;

import io.github.cdkhuggingfacesagemaker.HubSnapshot;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/** A gated model that the deployment copies from the Hub, served without any network access. */
public class GatedStack extends Stack {
    public GatedStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final HubSnapshot snapshot = HubSnapshot.Builder.create(this, "Weights")
                .modelId("meta-llama/Llama-3.1-8B-Instruct")
                .modelRevision("0e9e39f249a16976918f6564b8830bc894c89659")
                .hubAccessTokenSecret(Secret.fromSecretNameV2(this, "HubToken", "hugging-face"))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();

        HuggingFaceSageMakerEndpoint.Builder.create(this, "Gated")
                .modelId(snapshot.getModelId())
                .modelData(snapshot.getModelData())
                .instanceType(SageMakerInstanceType.ML_G6_E_2_XLARGE)
                .networkIsolation(true)
                .build();
    }
}
