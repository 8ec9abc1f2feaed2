"""What a HubSnapshot needs of AWS: AWS CodeBuild that runs builds, the real function that answers CloudFormation, and a Hub to copy from."""

import functools
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
from code_build import LocalCodeBuild
from local_hub import File, LocalHub
from moto.cloudformation.exceptions import ValidationError
from resource_types import CreatedByCalls

CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}

# Lambda runs the handler; CloudFormation waits for an hour, and this machine does not
RUN_FUNCTION = """
import json, sys, time, index
index.POLL_SECONDS = 0.2
class Context:
    invoked_function_arn = sys.argv[1]
    def get_remaining_time_in_millis(self):
        return 900_000
index.handler(json.load(sys.stdin), Context())
"""


class AnyModel(dict):
    """A Hub where each model exists, at each commit, with small files."""

    def __missing__(self, model):
        self[model] = {
            "config.json": File(json.dumps({"_name_or_path": model}).encode(), lfs=False),
            "tokenizer.json": File(b"{}", lfs=False),
            "model.safetensors": File(blocks=10),
            "README.md": File(b"# A model that is not copied", lfs=False),
        }
        return self[model]

    def __contains__(self, model):
        return True


def unzip(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


def client(service, region, endpoint):
    return boto3.client(service, region_name=region, endpoint_url=endpoint, **CREDENTIALS)


@functools.cache
def run_builds(endpoint):
    """Makes AWS CodeBuild run its builds, once a template has a project: most have none, and these modules of moto take a second to load."""
    from moto.codebuild.models import codebuild_backends
    from moto.codebuild.responses import CodeBuildResponse
    from moto.core.responses import ActionResult
    from moto.s3.models import s3_backends

    hub = LocalHub(AnyModel(), any_commit=True)
    code_build = LocalCodeBuild()
    python = os.path.dirname(sys.executable)

    def start_build(self):
        name = self._get_param("projectName")
        project = codebuild_backends[self.current_account][self.region].codebuild_projects[name]
        bucket, _, key = project.project_metadata["source"]["location"].partition("/")
        folder = tempfile.mkdtemp()
        unzip(s3_backends[self.current_account][self.partition].get_object(bucket, key).value, folder)
        secrets = client("secretsmanager", self.region, endpoint())
        code_build.secret = lambda reference: secrets.get_secret_value(SecretId=reference)["SecretString"]
        code_build.ended = lambda build: store_log(build, client("logs", self.region, endpoint()))
        code_build.environment = {
            "AWS_ENDPOINT_URL": endpoint(), "AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region, "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local", "HF_ENDPOINT": hub.endpoint, "PATH": f"{python}:{os.environ['PATH']}",
        }
        buildspec = project.project_metadata["source"]["buildspec"]
        build = code_build.start(name, folder, buildspec, self._get_param("environmentVariablesOverride"), self._get_param("idempotencyToken"))
        return ActionResult({"build": build.describe()})

    CodeBuildResponse.start_build = start_build
    CodeBuildResponse.batch_get_builds = lambda self: ActionResult(
        {"builds": [code_build.builds[build_id].describe() for build_id in self._get_param("ids")]})
    CodeBuildResponse.list_builds_for_project = lambda self: ActionResult({"ids": code_build.of_project(self._get_param("projectName"))})
    CodeBuildResponse.stop_build = lambda self: ActionResult({"build": code_build.stop(self._get_param("id")).describe()})


def store_log(build, logs):
    where = build.describe()["logs"]
    try:
        logs.create_log_group(logGroupName=where["groupName"])
    except logs.exceptions.ResourceAlreadyExistsException:
        pass
    logs.create_log_stream(logGroupName=where["groupName"], logStreamName=where["streamName"])
    if build.log:
        now = 1_000 * int(time.time())
        events = [{"timestamp": now, "message": line} for line in build.log]
        logs.put_log_events(logGroupName=where["groupName"], logStreamName=where["streamName"], logEvents=events)


def members(value):
    """The properties of a resource, as the API calls them."""
    if isinstance(value, list):
        return [members(each) for each in value]
    if not isinstance(value, dict):
        return value
    names = {"BuildSpec": "buildspec"}
    return {names.get(name, name[0].lower() + name[1:]): members(each) for name, each in value.items()}


class Project(CreatedByCalls):
    service, resource_type = "codebuild", "AWS::CodeBuild::Project"

    def create(self, name):
        run_builds(CreatedByCalls.endpoint)
        self.name = self.properties.get("Name", name)
        self.arn = self.client.create_project(name=self.name, **members(self.properties))["project"]["arn"]
        return self.name

    def delete(self, _account_id=None, _region_name=None):
        if self.name in HubSnapshot.projects:
            raise ValidationError(message=f"{self.name} is in use")  # moto then deletes the others first
        self.client.delete_project(name=self.name)

    def get_cfn_attribute(self, attribute):
        return {"Arn": self.arn}[attribute]


class BucketPolicy(CreatedByCalls):
    service, resource_type = "s3", "AWS::S3::BucketPolicy"

    def create(self, name):
        # moto ignores conditions: it would reject each upload because of a statement that requires TLS
        document = self.properties["PolicyDocument"]
        statements = [statement for statement in document["Statement"] if "Condition" not in statement]
        if statements:
            self.client.put_bucket_policy(Bucket=self.properties["Bucket"], Policy=json.dumps({**document, "Statement": statements}))
        return name

    def delete(self, _account_id=None, _region_name=None):
        self.client.delete_bucket_policy(Bucket=self.properties["Bucket"])


class HubSnapshot:
    """A custom resource, which the real function creates and deletes."""

    resource_type = "Custom::HuggingFaceHubSnapshot"
    projects = []

    def is_created(self):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        from moto.awslambda.models import lambda_backends

        resource = cls()
        resource.stack_id, resource.id, resource.region = kwargs["StackId"], kwargs["LogicalId"], region_name
        resource.properties = cloudformation_json["Properties"]
        resource.code = lambda_backends[account_id][region_name].get_function(resource.properties["ServiceToken"]).code_bytes
        resource.physical_resource_id = resource_name
        resource.physical_resource_id = resource.send("Create")["PhysicalResourceId"]
        cls.projects.append(resource.properties["Project"])
        return resource

    def delete(self, _account_id=None, _region_name=None):
        self.send("Delete")
        HubSnapshot.projects.remove(self.properties["Project"])

    def send(self, kind):
        """Runs the function for an event, and returns the response. One that fails is the failure of the stack."""
        responses = []

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_PUT(self):
                responses.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        physical_id = {} if kind == "Create" else {"PhysicalResourceId": self.physical_resource_id}
        event = {
            "RequestType": kind, "ResponseURL": f"http://127.0.0.1:{server.server_port}/", "StackId": self.stack_id, "RequestId": str(uuid.uuid4()),
            "LogicalResourceId": self.id, "ResourceType": self.resource_type, "ResourceProperties": self.properties, **physical_id,
        }
        environment = {
            "AWS_ENDPOINT_URL": CreatedByCalls.endpoint(), "AWS_DEFAULT_REGION": self.region, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
        }
        with tempfile.TemporaryDirectory() as folder:
            unzip(self.code, folder)
            ended = subprocess.run(
                [sys.executable, "-c", RUN_FUNCTION, self.properties["ServiceToken"]], input=json.dumps(event), cwd=folder, text=True,
                env={**os.environ, **environment}, capture_output=True,
            )
        server.shutdown()
        server.server_close()
        if not responses or responses[0]["Status"] != "SUCCESS":
            raise ValidationError(message=responses[0]["Reason"] if responses else ended.stderr)
        return responses[0]
