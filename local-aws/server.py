"""A local AWS: moto's server, with the instance types that it lacks, which fails where moto would skip a resource.

It writes lines of JSON: first its port, then one line for each resource that a stack creates or deletes. It ends when its
standard input does, so that it never outlives the process that started it.
"""

import json
import logging
import sys
from pathlib import Path

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.iam.models import Role
from moto.sagemaker.models import FakeEndpointConfig
from moto.server import ThreadedMotoServer
from inference_components import know_inference_components
from resource_types import know_resource_types
from snapshots import HubSnapshot

INSTANCE_TYPES = Path(__file__).parent.parent / "data" / "instance-types.json"


def know_instance_types(instance_types):
    """Moto holds instance types against a list of 2020."""
    validate = FakeEndpointConfig.validate_instance_type

    def validate_instance_type(self, instance_type):
        if instance_type not in instance_types:
            validate(self, instance_type)

    FakeEndpointConfig.validate_instance_type = validate_instance_type


def store_inline_policies_as_json():
    """Moto stores the policies in the template of a role as they are, and its API returns their text."""
    put_policy = Role.put_policy

    def put_policy_as_json(self, policy_name, policy_json):
        put_policy(self, policy_name, policy_json if isinstance(policy_json, str) else json.dumps(policy_json))

    Role.put_policy = put_policy_as_json


def refuse_unknown_resource_types():
    """Moto skips a resource of a type that it does not know, and says that the stack is complete."""
    class_of, load = parsing.resource_class_from_type, parsing.ResourceMap.load

    def resource_class_from_type(resource_type):
        if resource_type == HubSnapshot.resource_type:
            return HubSnapshot
        # moto would run the function of a custom resource, in Docker
        resource_class = class_of("AWS::CloudFormation::CustomResource" if resource_type.startswith("Custom::") else resource_type)
        if resource_class is None:
            raise ValidationError(message=f"the local AWS has no {resource_type}")
        return resource_class

    def load_known(self):
        for resource in self._template.get("Resources", {}).values():
            resource_class_from_type(resource["Type"])
        load(self)

    parsing.resource_class_from_type = resource_class_from_type
    parsing.ResourceMap.load = load_known


def tell_progress():
    """Moto makes a stack within one request, so that nothing could be asked for meanwhile."""
    create, delete = parsing.parse_and_create_resource, parsing.ResourceMap._delete_resource

    def parse_and_create_resource(logical_id, resource_json, resources_map, account_id, region_name):
        resource = create(logical_id, resource_json, resources_map, account_id, region_name)
        if resource is not None:
            tell(event="created", id=logical_id, type=resource_json["Type"])
        return resource

    def delete_resource(self, parsed_resource, resource_json):
        delete(self, parsed_resource, resource_json)
        tell(event="deleted", id=parsed_resource.logical_resource_id, type=resource_json["Type"])

    parsing.parse_and_create_resource = parse_and_create_resource
    parsing.ResourceMap._delete_resource = delete_resource


def tell(**what):
    print(json.dumps(what), flush=True)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    know_instance_types(json.loads(INSTANCE_TYPES.read_text())["instanceTypes"])
    store_inline_policies_as_json()
    know_inference_components()
    refuse_unknown_resource_types()
    tell_progress()
    server = ThreadedMotoServer(ip_address="localhost", port=0, verbose=False)
    know_resource_types(lambda: f"http://localhost:{server.get_host_and_port()[1]}")
    server.start()
    tell(event="listening", port=server.get_host_and_port()[1])
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
    server.stop()


if __name__ == "__main__":
    main()
