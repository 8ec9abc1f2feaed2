"""Answers CloudFormation for the snapshots of a stack: it starts a build that copies or deletes one, and reports how that ends.

A build can take longer than a function. The function then invokes itself with the same event and the ID of the build. It is the only one to use
the response URL, because a build that dies could not. docs/adr/0020-hub-snapshots.md compares this with other ways.
"""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from typing import Any

import boto3

POLL_SECONDS = 15
# CloudFormation waits for an hour
DEADLINE_SECONDS = 58 * 60
QUEUE_SECONDS = 10 * 60
NOT_STARTED = ("SUBMITTED", "QUEUED", "PROVISIONING")
# what is left of the time of the function when it invokes itself
HANDOVER_SECONDS = 60
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html: the whole response has at most 4,096 bytes
REASON_BYTES = 2000

# the copy program prints this line if it fails
FAILED = "The copy failed: "

Event = dict[str, Any]
Build = dict[str, Any]
Properties = dict[str, str]


class Failed(Exception):
    """The deployment fails, with the reason."""


def handler(event: Event, context: Any) -> None:
    # the response URL is a secret, so the event is not logged
    print(event["RequestType"], event["StackId"], event["LogicalResourceId"], event.get("PhysicalResourceId"), event.get("Build"))
    event.setdefault("Started", time.time())
    try:
        is_delete = event["RequestType"] == "Delete"
        done = delete(event, context) if is_delete else follow(event, context, "copy", event["ResourceProperties"])
    except Exception as error:  # otherwise CloudFormation would wait for an hour
        answer(event, "FAILED", str(error) or type(error).__name__)
    else:
        if done:
            answer(event, "SUCCESS", "")


def delete(event: Event, context: Any) -> bool:
    """Deletes the objects, if that is what the user wants. A creation without an ID of this function was canceled: its builds are stopped."""
    properties, physical_id = event["ResourceProperties"], event.get("PhysicalResourceId", "")
    is_canceled = not physical_id.startswith("s3://")
    destroys = properties.get("RemovalPolicy") == "destroy"
    # after an update, the properties can be those of another prefix
    url = urllib.parse.urlsplit(id_of(properties) if is_canceled else physical_id)
    target = {**properties, "Bucket": url.netloc, "Prefix": url.path[1:]}
    try:
        if is_canceled or destroys:
            stop_copies(event, target)
        return follow(event, context, "delete", target) if destroys else True
    except Exception as error:
        if not is_canceled:
            raise
        print(f"left behind: {error}")
        return True


def copies_in_progress(client: Any, target: Properties) -> list[Build]:
    """The builds that copy to a prefix: of this resource, of an earlier deployment, or started by hand. They are among the latest ones."""
    ids = client.list_builds_for_project(projectName=target["Project"], sortOrder="DESCENDING")["ids"]
    builds = client.batch_get_builds(ids=ids[:100])["builds"] if ids else []
    expected = {"ACTION": "copy", "BUCKET": target["Bucket"], "PREFIX": target["Prefix"]}
    return [build for build in builds if build["buildStatus"] == "IN_PROGRESS" and expected.items() <= variables_of(build).items()]


def variables_of(build: Build) -> dict[str, str]:
    return {each["name"]: each["value"] for each in build["environment"]["environmentVariables"]}


def stop_copies(event: Event, target: Properties) -> None:
    """CloudFormation does not know the IDs of builds, so they are found by the prefix. Builds of other resources are left alone."""
    client = boto3.client("codebuild")
    for build in copies_in_progress(client, target):
        if variables_of(build).get("OWNER") == owner_of(event):
            client.stop_build(id=build["id"])


def follow(event: Event, context: Any, action: str, properties: Properties) -> bool:
    """Starts a build and waits for its end. Returns false if the function has invoked itself to go on waiting."""
    client = boto3.client("codebuild")
    if not event.get("Build"):
        running = copies_in_progress(client, properties) if action == "copy" else []
        event["Build"] = running[0]["id"] if running else start(client, event, action, properties)
    while True:
        build = client.batch_get_builds(ids=[event["Build"]])["builds"][0]
        if build["buildStatus"] == "SUCCEEDED":
            return True
        if build["buildStatus"] != "IN_PROGRESS":
            raise Failed(f"{reason_of(build)}. The log is at {log_of(build)}")
        elapsed = time.time() - event["Started"]
        if build.get("currentPhase") in NOT_STARTED and elapsed > QUEUE_SECONDS:
            client.stop_build(id=build["id"])
            state = "has no container after" if build["currentPhase"] == "PROVISIONING" else "is queued for"
            raise Failed(
                f"the build {build['id']} {state} {QUEUE_SECONDS // 60} minutes: wait for other builds of the account, or raise its quota "
                "'Concurrently running builds for Linux/Large environment' of AWS CodeBuild"
            )
        if elapsed > DEADLINE_SECONDS:
            raise Failed(
                f"the {action} of {id_of(properties)} takes longer than the hour that CloudFormation waits. The build {build['id']} goes on; "
                f"deploy again when it has ended, and the deployment continues with what is there. The log is at {log_of(build)}"
            )
        if context.get_remaining_time_in_millis() < HANDOVER_SECONDS * 1000:
            payload = json.dumps(event).encode()
            boto3.client("lambda").invoke(FunctionName=context.invoked_function_arn, InvocationType="Event", Payload=payload)
            return False
        time.sleep(POLL_SECONDS)


def start(client: Any, event: Event, action: str, properties: Properties) -> str:
    variables = {
        "ACTION": action,
        "OWNER": owner_of(event),
        "BUCKET": properties["Bucket"],
        "PREFIX": properties["Prefix"],
        "SNAPSHOT": properties["Snapshot"],
    }
    overrides = [{"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()]
    if action == "copy" and properties.get("Token"):
        overrides.append({"name": "HF_TOKEN", "value": properties["Token"], "type": "SECRETS_MANAGER"})
    # Lambda may deliver an event twice
    token = f"{event['RequestId']}-{action}"
    build: dict[str, str] = client.start_build(
        projectName=properties["Project"], environmentVariablesOverride=overrides, idempotencyToken=token
    )["build"]
    return build["id"]


def owner_of(event: Event) -> str:
    return f"{event['StackId']} {event['LogicalResourceId']}"


def id_of(properties: Properties) -> str:
    return f"s3://{properties['Bucket']}/{properties['Prefix']}"


def reason_of(build: Build) -> str:
    """What the copy program says, or else what AWS CodeBuild says."""
    said = last_words(build)
    if said:
        return said
    messages = [
        context["message"]
        for phase in build.get("phases", [])
        if phase.get("phaseStatus") not in (None, "SUCCEEDED")
        for context in phase.get("contexts", [])
        if context.get("message")
    ]
    status = {"STOPPED": "was stopped", "TIMED_OUT": "took too long", "FAULT": "failed, because of AWS CodeBuild"}.get(build["buildStatus"], "failed")
    return f"the build {build['id']} {status}" + "".join(f": {message}" for message in messages[:1])


def last_words(build: Build) -> str | None:
    """The reason in the log, which arrives a few seconds after the end of the build."""
    logs = build.get("logs", {})
    if build["buildStatus"] != "FAILED" or not logs.get("streamName"):
        return None
    client = boto3.client("logs")
    for attempt in range(4):
        try:
            events = client.get_log_events(logGroupName=logs["groupName"], logStreamName=logs["streamName"], limit=50)["events"]
        except client.exceptions.ResourceNotFoundException:
            events = []
        for each in reversed(events):
            if each["message"].startswith(FAILED):
                return str(each["message"][len(FAILED) :]).strip()
        if attempt < 3:
            time.sleep(5)
    return None


def log_of(build: Build) -> str:
    logs = build.get("logs", {})
    return str(logs.get("deepLink") or logs.get("groupName") or f"the build {build['id']}")


def answer(event: Event, status: str, reason: str) -> None:
    """Sends the response. An update that fails keeps the ID of what is deployed, so that nothing of it is deleted."""
    properties, before = event["ResourceProperties"], event.get("PhysicalResourceId")
    keeps = event["RequestType"] == "Delete" or (status == "FAILED" and before)
    body = json.dumps({
        "Status": status,
        "Reason": reason.encode()[:REASON_BYTES].decode(errors="ignore") or "see the log of the function",
        "PhysicalResourceId": before if keeps else id_of(properties),
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }, ensure_ascii=False).encode()
    print(status, reason)
    for attempt in range(5):
        try:
            request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
            with urllib.request.urlopen(request, timeout=30):
                return
        except OSError as error:  # without its address
            print(f"the response is not accepted: {type(error).__name__}")
            time.sleep(2**attempt)
