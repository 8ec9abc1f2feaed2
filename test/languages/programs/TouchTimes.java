package com.example;

import io.github.cdkhuggingfacesagemaker.DeepLearningContainerImage;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import software.amazon.awscdk.App;

/** Prints in milliseconds what the first use of a class with many constants takes: each constant is a call to the kernel. */
public final class TouchTimes {
    public static void main(final String[] args) {
        new App();
        print("SageMakerInstanceType", () -> SageMakerInstanceType.of("ml.c7i.xlarge"));
        print("DeepLearningContainerImage", () -> DeepLearningContainerImage.fromDeepLearningContainerImage("tei-cpu", "1.0"));
    }

    private static void print(final String name, final Runnable use) {
        final long start = System.nanoTime();
        use.run();
        System.out.println(name + " " + (System.nanoTime() - start) / 1_000_000);
    }
}
