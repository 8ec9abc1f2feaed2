import aws_cdk as cdk
import jsii
from aws_cdk import assertions
from aws_cdk import IPropertyInjector
from cdk_huggingface_sagemaker import (
    ExecutionPermissions,
    HuggingFaceSageMakerEndpoint,
    SageMakerInstanceType,
)


# as in docs/security.md
@jsii.implements(IPropertyInjector)
class CompanyDefaults:
    @property
    @jsii.member(jsii_name="constructUniqueId")
    def construct_unique_id(self) -> str:
        return HuggingFaceSageMakerEndpoint.PROPERTY_INJECTION_ID

    @jsii.member(jsii_name="inject")
    def inject(self, original_props, *, id, scope):
        return {"executionPermissions": ExecutionPermissions.LEAST_PRIVILEGE, **original_props}


app = cdk.App(property_injectors=[CompanyDefaults()])
stack = cdk.Stack(app, "Stack")
HuggingFaceSageMakerEndpoint(
    stack, "Injected", model_id="Qwen/Qwen3-8B", instance_type=SageMakerInstanceType.ML_G6_E_2_XLARGE
)
HuggingFaceSageMakerEndpoint(
    stack,
    "Overridden",
    model_id="Qwen/Qwen3-8B",
    instance_type=SageMakerInstanceType.ML_G6_E_2_XLARGE,
    execution_permissions=ExecutionPermissions.FULL_ACCESS,
)

roles = assertions.Template.from_stack(stack).find_resources("AWS::IAM::Role")
managed = {name: "ManagedPolicyArns" in role["Properties"] for name, role in roles.items()}
injected = [value for name, value in managed.items() if name.startswith("Injected")]
overridden = [value for name, value in managed.items() if name.startswith("Overridden")]
assert (injected, overridden) == ([False], [True]), managed
