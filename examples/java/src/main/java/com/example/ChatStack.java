package com.example;

import io.github.cdkhuggingfacesagemaker.AutoScaleOptions;
import io.github.cdkhuggingfacesagemaker.CanaryDeploymentOptions;
import io.github.cdkhuggingfacesagemaker.CapacitySize;
import io.github.cdkhuggingfacesagemaker.ConcurrentRequestsScalingOptions;
import io.github.cdkhuggingfacesagemaker.DataCaptureOptions;
import io.github.cdkhuggingfacesagemaker.Deployment;
import io.github.cdkhuggingfacesagemaker.ExecutionPermissions;
import io.github.cdkhuggingfacesagemaker.HuggingFaceSageMakerEndpoint;
import io.github.cdkhuggingfacesagemaker.ModelData;
import io.github.cdkhuggingfacesagemaker.MonitorOptions;
import io.github.cdkhuggingfacesagemaker.RoutingStrategy;
import io.github.cdkhuggingfacesagemaker.SageMakerInstanceType;
import io.github.cdkhuggingfacesagemaker.ScalableInstanceCount;
import io.github.cdkhuggingfacesagemaker.SmokeTestOptions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.applicationautoscaling.CronOptions;
import software.amazon.awscdk.services.applicationautoscaling.ScalingSchedule;
import software.amazon.awscdk.services.applicationautoscaling.Schedule;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.events.OnEventOptions;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * A chat in production: in a VPC, with least privilege, scaling, monitoring and safe updates.
 */
public class ChatStack extends Stack {
    public ChatStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final Topic onCall = Topic.Builder.create(this, "OnCall").enforceSsl(true).build();
        onCall.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
        final IVpc vpc = Vpc.fromVpcAttributes(this, "Network", VpcAttributes.builder()
                .vpcId("vpc-0123456789abcdef0")
                .availabilityZones(List.of("eu-west-1a", "eu-west-1b"))
                .privateSubnetIds(List.of("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"))
                .privateSubnetRouteTableIds(List.of("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"))
                .build());

        final HuggingFaceSageMakerEndpoint endpoint = HuggingFaceSageMakerEndpoint.Builder.create(this, "Chat")
                .modelId("Qwen/Qwen3-8B")
                .modelData(ModelData.s3Prefix(Bucket.fromBucketName(this, "Weights", "example-weights"), "qwen3-8b"))
                .instanceType(SageMakerInstanceType.ML_G6_E_2_XLARGE)
                .endpointName("Chat")
                .enabled(this.getNode().tryGetContext("off") == null)
                .executionPermissions(ExecutionPermissions.LEAST_PRIVILEGE)
                .vpc(vpc)
                .securityGroups(List.of(SecurityGroup.fromSecurityGroupId(this, "Group", "sg-0123456789abcdef0")))
                .dataCapture(DataCaptureOptions.builder()
                        .bucket(Bucket.fromBucketName(this, "Captured", "example-captured"))
                        .samplingPercentage(5)
                        .build())
                .deployment(Deployment.canary(CanaryDeploymentOptions.builder()
                        .size(CapacitySize.instances(1))
                        .waitInterval(Duration.minutes(10))
                        .build()))
                .routingStrategy(RoutingStrategy.LEAST_OUTSTANDING_REQUESTS)
                .enhancedMetrics(true)
                .instanceCount(2)
                .logRetention(RetentionDays.THREE_MONTHS)
                .logEncryptionKey(Key.Builder.create(this, "LogKey").enableKeyRotation(true).build())
                .build();

        final ScalableInstanceCount scaling = endpoint.autoScale(AutoScaleOptions.builder()
                .minCapacity(2)
                .maxCapacity(6)
                .build());
        scaling.scaleOnConcurrentRequests("Requests", ConcurrentRequestsScalingOptions.builder()
                .concurrentRequestsPerModel(8)
                .build());
        scaling.scaleOnSchedule("Morning", ScalingSchedule.builder()
                .schedule(Schedule.cron(CronOptions.builder().hour("7").minute("30").build()))
                .minCapacity(4)
                .build());
        scaling.scaleOnSchedule("Evening", ScalingSchedule.builder()
                .schedule(Schedule.cron(CronOptions.builder().hour("19").minute("0").build()))
                .minCapacity(2)
                .build());

        endpoint.monitor(MonitorOptions.builder()
                .topic(onCall)
                .maximumModelLatency(Duration.seconds(20))
                .maximumTimeToFirstToken(Duration.seconds(2))
                .minimumPrefixCacheHitPercent(20)
                .build());
        endpoint.dashboard();
        endpoint.onFailure("Failure", OnEventOptions.builder().target(new SnsTopic(onCall)).build());

        final Role application = Role.Builder.create(this, "Application")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        endpoint.getGrants().invokeWithResponseStream(application);
        endpoint.getGrants().invokeWithBearerToken(application);

        endpoint.smokeTest(SmokeTestOptions.builder()
                .maximumLatency(Duration.seconds(20))
                .build());
        endpoint.outputs();
    }
}
