"""Inference components: the calls that moto does not have, with what SageMaker checks beyond the form of a request."""

import json
from enum import Enum

from moto.applicationautoscaling import models as scaling_models
from moto.applicationautoscaling import responses as scaling_responses
from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse


class InferenceComponents:
    """The inference components of an account in a region."""

    def __init__(self, backend):
        self.backend = backend
        self.by_name = {}

    def create(self, request):
        name, endpoint_name = request["InferenceComponentName"], request["EndpointName"]
        specification = request.get("Specification", {})
        variants = self.backend.describe_endpoint(endpoint_name)["ProductionVariants"]
        config = self.backend.describe_endpoint_config(self.backend.endpoints[endpoint_name].endpoint_config_name)
        if name in self.by_name:
            raise ValidationError(message=f"Cannot create already existing inference component '{name}'")
        if any("ModelName" in variant for variant in config["ProductionVariants"]):
            raise ValidationError(message="Inference Components are not supported in this Endpoint")
        base = specification.get("BaseInferenceComponentName")
        if base is None:
            self.check_base(request, specification, [variant["VariantName"] for variant in variants])
        elif base not in self.by_name or self.by_name[base]["EndpointName"] != endpoint_name:
            raise ValidationError(message=f"Could not find base inference component '{base}'")
        self.by_name[name] = {**request, "InferenceComponentArn": self.arn(name), "InferenceComponentStatus": "InService"}
        return {"InferenceComponentArn": self.arn(name)}

    def check_base(self, request, specification, variant_names):
        if request.get("RuntimeConfig", {}).get("CopyCount", 0) < 1:
            raise ValidationError(message="copy count must be an integer larger than 0")
        if request.get("VariantName") not in variant_names:
            raise ValidationError(message=f"Could not find variant '{request.get('VariantName')}'")
        if "MinMemoryRequiredInMb" not in specification.get("ComputeResourceRequirements", {}):
            raise ValidationError(message="MinMemoryRequiredInMb is required")
        self.backend.describe_model(specification["ModelName"])

    def describe(self, name):
        if name not in self.by_name:
            raise ValidationError(message=f"Could not find inference component '{name}'")
        component = self.by_name[name]
        copies = component.get("RuntimeConfig", {}).get("CopyCount")
        runtime = {} if copies is None else {"RuntimeConfig": {"DesiredCopyCount": copies, "CurrentCopyCount": copies}}
        return {**component, **runtime, "CreationTime": 0, "LastModifiedTime": 0}

    def delete(self, name):
        self.describe(name)
        if any(other.get("Specification", {}).get("BaseInferenceComponentName") == name for other in self.by_name.values()):
            raise ValidationError(message=f"Cannot delete inference component '{name}', which has adapters")
        del self.by_name[name]

    def of_endpoint(self, endpoint_name):
        return [each for each in self.by_name.values() if endpoint_name in (None, each["EndpointName"])]

    def arn(self, name):
        return f"arn:aws:sagemaker:{self.backend.region_name}:{self.backend.account_id}:inference-component/{name}"


def components_of(backend):
    if not hasattr(backend, "inference_components"):
        backend.inference_components = InferenceComponents(backend)
    return backend.inference_components


class Calls:
    """The calls, as methods of moto's class for the service."""

    def create_inference_component(self):
        return ActionResult(components_of(self.sagemaker_backend).create(json.loads(self.body)))

    def describe_inference_component(self):
        return ActionResult(components_of(self.sagemaker_backend).describe(self._get_param("InferenceComponentName")))

    def delete_inference_component(self):
        components_of(self.sagemaker_backend).delete(self._get_param("InferenceComponentName"))
        return EmptyResult()

    def list_inference_components(self):
        found = components_of(self.sagemaker_backend).of_endpoint(self._get_param("EndpointNameEquals"))
        names = ("InferenceComponentName", "InferenceComponentArn", "EndpointName", "VariantName", "InferenceComponentStatus")
        summaries = [{name: each[name] for name in names if name in each} for each in found]
        return ActionResult({"InferenceComponents": [{"CreationTime": 0, "LastModifiedTime": 0, "EndpointArn": "", **each} for each in summaries]})


def know_inference_components():
    """Adds the calls to moto, the dimension in which copies are scaled, and the order in which SageMaker deletes."""
    for name, call in vars(Calls).items():
        if not name.startswith("_"):
            setattr(SageMakerResponse, name, call)
    delete_endpoint = SageMakerModelBackend.delete_endpoint

    def delete_empty_endpoint(self, endpoint_name):
        if components_of(self).of_endpoint(endpoint_name):
            raise ValidationError(message=f"Cannot delete endpoint '{endpoint_name}', which has inference components")
        delete_endpoint(self, endpoint_name)

    validate_variants = SageMakerModelBackend.validate_production_variants

    def validate_with_models(self, production_variants):
        validate_variants(self, [variant for variant in production_variants if "ModelName" in variant])

    SageMakerModelBackend.delete_endpoint = delete_empty_endpoint
    SageMakerModelBackend.validate_production_variants = validate_with_models
    dimensions = {each.name: each.value for each in scaling_models.ScalableDimensionValueSet}
    dimensions["SAGEMAKER_INFERENCE_COMPONENT_DESIRED_COPY_COUNT"] = "sagemaker:inference-component:DesiredCopyCount"
    for module in (scaling_models, scaling_responses):
        module.ScalableDimensionValueSet = Enum("ScalableDimensionValueSet", dimensions)
