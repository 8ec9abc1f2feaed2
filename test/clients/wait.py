import time

import boto3
from botocore.exceptions import ClientError

client = boto3.client("sagemaker-runtime")


def invoke_and_wait(seconds=900, interval=30, **request):
    """Invokes a model, and waits while its first copy starts."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return client.invoke_endpoint(**request)["Body"].read()
        except ClientError as error:
            # the status is 400, which the SDK does not retry
            has_no_copy = "has no capacity to process this request" in error.response["Error"]["Message"]
            if not has_no_copy or time.monotonic() + interval > deadline:
                raise
        time.sleep(interval)
