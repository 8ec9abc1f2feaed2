package com.example;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class EndpointsApp {
    public static void main(final String[] args) {
        final App app = new App();

        new MistralStack(app, "Mistral", StackProps.builder()
                .env(Environment.builder().region("us-east-1").build())
                .build());
        new EmbeddingsStack(app, "Embeddings", StackProps.builder().build());
        new SearchStack(app, "Search", StackProps.builder()
                .env(Environment.builder().region("eu-west-1").build())
                .build());
        new ChatStack(app, "Chat", StackProps.builder()
                .env(Environment.builder().region("eu-west-1").build())
                .build());
        new ArchiveStack(app, "Archive", StackProps.builder()
                .env(Environment.builder().region("eu-west-1").build())
                .build());
        new SharedStack(app, "Shared", StackProps.builder()
                .env(Environment.builder().region("eu-west-1").build())
                .build());
        new GatedStack(app, "Gated", StackProps.builder()
                .env(Environment.builder().region("eu-west-1").build())
                .build());

        app.synth();
    }
}
