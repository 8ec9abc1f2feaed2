"""Types of resources that moto serves the API of, but does not create from a template: each by its calls, which botocore checks."""

import json

import boto3
from moto.core.common_models import CloudFormationModel


class CreatedByCalls:
    """A resource of CloudFormation that is created and deleted by calls to the local AWS itself."""

    service = resource_type = endpoint = None

    def __init__(self, name, properties, region):
        self.client = boto3.client(
            self.service, region_name=region, endpoint_url=self.endpoint(), aws_access_key_id="local", aws_secret_access_key="local"
        )
        self.properties = properties
        self.physical_resource_id = self.create(name)

    def create(self, name):
        raise NotImplementedError

    def delete(self, _account_id=None, _region_name=None):
        raise NotImplementedError

    @classmethod
    def cloudformation_type(cls):
        return cls.resource_type

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        return cls(resource_name, cloudformation_json["Properties"], region_name)


class ScalableTarget(CreatedByCalls):
    service, resource_type = "application-autoscaling", "AWS::ApplicationAutoScaling::ScalableTarget"

    def create(self, name):
        properties = {key: value for key, value in self.properties.items() if key not in ("ScheduledActions", "Tags")}
        tags = {tag["Key"]: tag["Value"] for tag in self.properties.get("Tags", [])}  # a list in a template, and a map in the API
        self.client.register_scalable_target(**properties, Tags=tags)
        self.target = {key: properties[key] for key in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
        for action in self.properties.get("ScheduledActions", []):
            self.client.put_scheduled_action(**self.target, **action)
        return "|".join((self.target["ResourceId"], self.target["ScalableDimension"], self.target["ServiceNamespace"]))

    def delete(self, _account_id=None, _region_name=None):
        for action in self.properties.get("ScheduledActions", []):
            self.client.delete_scheduled_action(ScheduledActionName=action["ScheduledActionName"], **self.target)
        self.client.deregister_scalable_target(**self.target)


class ScalingPolicy(CreatedByCalls):
    service, resource_type = "application-autoscaling", "AWS::ApplicationAutoScaling::ScalingPolicy"

    def create(self, name):
        properties = dict(self.properties)
        resource, dimension, namespace = properties.pop("ScalingTargetId").split("|")
        self.policy = {
            "PolicyName": properties.pop("PolicyName", name),
            "ServiceNamespace": namespace, "ResourceId": resource, "ScalableDimension": dimension,
        }
        return self.client.put_scaling_policy(**self.policy, **properties)["PolicyARN"]

    def delete(self, _account_id=None, _region_name=None):
        self.client.delete_scaling_policy(**self.policy)


class Alarm(CreatedByCalls):
    service, resource_type = "cloudwatch", "AWS::CloudWatch::Alarm"

    def create(self, name):
        self.name = self.properties.get("AlarmName", name)
        self.client.put_metric_alarm(**{**self.properties, "AlarmName": self.name})
        return self.name

    def delete(self, _account_id=None, _region_name=None):
        self.client.delete_alarms(AlarmNames=[self.name])

    def get_cfn_attribute(self, attribute):
        [alarm] = self.client.describe_alarms(AlarmNames=[self.name])["MetricAlarms"]
        return {"Arn": alarm["AlarmArn"]}[attribute]


class InferenceComponent(CreatedByCalls):
    service, resource_type = "sagemaker", "AWS::SageMaker::InferenceComponent"

    def create(self, name):
        self.name = self.properties["InferenceComponentName"]
        request = {key: value for key, value in self.properties.items() if key != "DeploymentConfig"}  # which only an update sends
        return self.client.create_inference_component(**request)["InferenceComponentArn"]

    def delete(self, _account_id=None, _region_name=None):
        self.client.delete_inference_component(InferenceComponentName=self.name)


class TopicPolicy(CreatedByCalls):
    service, resource_type = "sns", "AWS::SNS::TopicPolicy"

    def create(self, name):
        for topic in self.properties["Topics"]:
            self.client.set_topic_attributes(
                TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(self.properties["PolicyDocument"])
            )
        return name

    def delete(self, _account_id=None, _region_name=None):
        """It goes with the topic."""


class SmokeTest(CreatedByCalls):
    """A custom resource, whose function this AWS does not run: there is no model to ask. The function and the endpoint must exist."""

    service, resource_type = "lambda", "AWS::CloudFormation::CustomResource"

    def create(self, name):
        self.client.get_function(FunctionName=self.properties["ServiceToken"])
        sagemaker = boto3.client(
            "sagemaker", region_name=self.client.meta.region_name, endpoint_url=self.endpoint(),
            aws_access_key_id="local", aws_secret_access_key="local",
        )
        sagemaker.describe_endpoint(EndpointName=self.properties["EndpointName"])
        sagemaker.describe_endpoint_config(EndpointConfigName=self.properties["EndpointConfigName"])
        return name

    def delete(self, _account_id=None, _region_name=None):
        """Nothing was created."""


def know_resource_types(endpoint):
    """Tells moto of these types. `endpoint` gives the address of the server, which is not known before it listens."""
    CreatedByCalls.endpoint = staticmethod(endpoint)
    for created_by_calls in CreatedByCalls.__subclasses__():
        type(created_by_calls.__name__, (created_by_calls, CloudFormationModel), {})
