"""The commands of the AWS CLI that the command line uses, by boto3: AWS's own models check the parameters."""

import json
import os
import sys

import boto3

service, operation, *arguments = sys.argv[1:]
endpoint = os.environ["RUNTIME" if service == "sagemaker-runtime" else "LOCAL_AWS"]
client = boto3.client(service, endpoint_url=endpoint, region_name=os.environ["AWS_REGION"])
method = operation.replace("-", "_")
members = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape.members
names = {name.lower(): name for name in members}
parameters, outfile = {}, None
while arguments:
    argument = arguments.pop(0)
    if not argument.startswith("--"):
        outfile = argument
        continue
    value = True if not arguments or arguments[0].startswith("--") else arguments.pop(0)
    if argument in ("--output", "--region", "--max-items"):
        continue
    name = {"order-by": "orderby"}.get(argument[2:], argument[2:].replace("-", ""))
    if isinstance(value, str) and value.startswith("fileb://"):
        with open(value[len("fileb://"):], "rb") as file:
            value = file.read()
    parameters[names[name]] = int(value) if members[names[name]].type_name == "integer" else value
try:
    answer = getattr(client, method)(**parameters)
except client.exceptions.ClientError as error:
    sys.exit(str(error))
if outfile:
    with open(outfile, "wb") as file:
        file.write(answer.pop("Body").read())
print(json.dumps({key: value for key, value in answer.items() if key != "ResponseMetadata"}, default=str))
