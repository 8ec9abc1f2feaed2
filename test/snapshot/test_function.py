"""Tests of src/snapshot/function/index.py, with the sequences of events that CloudFormation sends, and a response URL on this machine."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import sys
import threading
import time
import unittest
import urllib.parse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
from moto.server import ThreadedMotoServer

REPOSITORY = Path(__file__).parents[2]
PROGRAM = REPOSITORY / "src" / "snapshot" / "copy"
sys.path[:0] = [str(REPOSITORY / "src" / "snapshot" / "function"), str(REPOSITORY / "local-aws")]
import index  # noqa: E402
from code_build import Build, LocalCodeBuild  # noqa: E402
from local_hub import COMMIT, TOKEN, Behavior, File, LocalHub  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)

STACK = "arn:aws:cloudformation:us-east-1:111122223333:stack/Chat/0a1b"
# what CloudFormation uses for a resource that has not answered
GENERATED_ID = "Chat-WeightsCopy-1ABCDEFGHIJK"
PREFIX, OTHER_PREFIX = f"org/model/{COMMIT}/abc/", f"org/model/{'f' * 40}/abc/"
ID, OTHER_ID = f"s3://weights/{PREFIX}", f"s3://weights/{OTHER_PREFIX}"
REAL_SLEEP = time.sleep


class Services:
    """AWS CodeBuild, the logs and AWS Lambda as the function uses them, and the response URL of CloudFormation."""

    def __init__(self) -> None:
        self.code_build = LocalCodeBuild(secret=lambda _: TOKEN)
        self.command = "python3 copy_snapshot.py"
        self.responses: list[dict[str, Any]] = []
        self.invocations: list[dict[str, Any]] = []
        self.rejected_responses = 0
        self.late_logs = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        for build_id in self.code_build.builds:
            self.code_build.stop(build_id)
        self.server.shutdown()
        self.server.server_close()

    def call(self, target: str, body: dict[str, Any]) -> dict[str, Any]:
        builds = self.code_build.builds
        if target == "CodeBuild_20161006.StartBuild":
            buildspec = json.dumps({"version": 0.2, "phases": {"build": {"commands": [self.command]}}})
            build = self.code_build.start(
                body["projectName"], PROGRAM, buildspec, body["environmentVariablesOverride"], body["idempotencyToken"],
            )
            return {"build": build.describe()}
        if target == "CodeBuild_20161006.BatchGetBuilds":
            return {"builds": [builds[build_id].describe() for build_id in body["ids"]]}
        if target == "CodeBuild_20161006.ListBuildsForProject":
            return {"ids": self.code_build.of_project(body["projectName"])}
        if target == "CodeBuild_20161006.StopBuild":
            return {"build": self.code_build.stop(body["id"]).describe()}
        if target == "Logs_20140328.GetLogEvents":
            if self.late_logs:
                self.late_logs -= 1
                return {"__type": "ResourceNotFoundException"}
            [build] = [each for each in builds.values() if each.describe()["logs"]["streamName"] == body["logStreamName"]]
            return {"events": build.events()}
        return {"__type": "InvalidInputException", "message": f"{target} is not known here"}

    def handler(services) -> Any:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if services.rejected_responses:
                    services.rejected_responses -= 1
                    return self.answer(503, {})
                # the signature of a response URL covers an empty content type
                assert (self.path, self.headers["Content-Type"], len(body) < 4096) == ("/response?signature=secret", "", True)
                services.responses.append(json.loads(body))
                self.answer(200, {})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.startswith("/2015-03-31/functions/"):
                    assert self.headers["X-Amz-Invocation-Type"] == "Event"
                    services.invocations.append({"function": urllib.parse.unquote(self.path), "event": body})
                    return self.answer(202, {})
                reply = services.call(self.headers["X-Amz-Target"], body)
                self.answer(400 if "__type" in reply else 200, reply)

            def answer(self, status: int, body: dict[str, Any]) -> None:
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        return Handler


class Context:
    """The context of an invocation that may run for 15 minutes."""

    invoked_function_arn = "arn:aws:lambda:us-east-1:111122223333:function:Chat-Snapshots"

    def __init__(self, now: Callable[[], float]):
        self.now, self.start = now, now()

    def get_remaining_time_in_millis(self) -> float:
        return (self.start + 900 - self.now()) * 1000


class FunctionTest(unittest.TestCase):
    def setUp(self) -> None:
        self.services = Services()
        self.addCleanup(self.services.close)
        endpoints = {f"AWS_ENDPOINT_URL_{name}": self.services.endpoint for name in ("CODEBUILD", "CLOUDWATCH_LOGS", "LAMBDA")}
        credentials = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"}
        self.enterContext(mock.patch.dict(os.environ, {**endpoints, **credentials}))
        self.clock = 1_000_000.0
        self.while_waiting: Callable[[], None] = lambda: None
        self.enterContext(mock.patch.object(index.time, "time", lambda: self.clock))
        self.enterContext(mock.patch.object(index.time, "sleep", self.sleep))
        self.requests = 0

    def sleep(self, seconds: float) -> None:
        """An hour takes seconds. A build that runs gets some real time."""
        self.clock += seconds
        REAL_SLEEP(0.02)
        self.while_waiting()

    def properties(self, prefix: str = PREFIX, **others: str) -> dict[str, str]:
        snapshot = json.dumps([{"modelId": "org/model", "revision": prefix.split("/")[2]}])
        return {"Project": "copies", "Bucket": "weights", "Prefix": prefix, "Snapshot": snapshot, **others}

    def event(self, kind: str, properties: dict[str, str] | None = None, physical_id: str | None = None, resource: str = "Copy") -> dict[str, Any]:
        self.requests += 1
        return {
            "RequestType": kind, "ResponseURL": f"{self.services.endpoint}/response?signature=secret", "StackId": STACK,
            "RequestId": f"request-{self.requests}", "LogicalResourceId": resource, "ResourceType": "Custom::HuggingFaceHubSnapshot",
            "ResourceProperties": properties or self.properties(), **({"PhysicalResourceId": physical_id} if physical_id else {}),
        }

    def send(self, event: dict[str, Any]) -> dict[str, Any]:
        """Invokes the function with an event, and with those that it sends itself. Returns its only response."""
        before, self.hops = len(self.services.responses), 0
        with contextlib.redirect_stdout(io.StringIO()) as output:
            index.handler(json.loads(json.dumps(event)), Context(lambda: self.clock))
            while self.services.invocations:
                self.hops += 1
                invocation = self.services.invocations.pop()
                self.assertIn(Context.invoked_function_arn, invocation["function"])
                index.handler(invocation["event"], Context(lambda: self.clock))
        self.output = output.getvalue()
        self.assertNotIn("signature", self.output)
        [response] = self.services.responses[before:]
        self.assertEqual({name: response[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
                         {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")})
        return response

    def result(self, event: dict[str, Any]) -> tuple[str, str]:
        response = self.send(event)
        return response["Status"], response["PhysicalResourceId"]

    def builds(self) -> list[tuple[str, str]]:
        return [(self.variables(build)["ACTION"], build.status) for build in self.services.code_build.builds.values()]

    @staticmethod
    def variables(build: Any) -> dict[str, str]:
        return {each["name"]: each["value"] for each in build.variables}


class Sequences(FunctionTest):
    def test_create_update_and_cleanup_with_retained_files(self) -> None:
        self.services.command = "true"
        self.assertEqual(self.result(self.event("Create")), ("SUCCESS", ID))
        self.assertEqual(self.result(self.event("Update", self.properties(OTHER_PREFIX), ID)), ("SUCCESS", OTHER_ID))
        self.assertEqual(self.result(self.event("Delete", self.properties(OTHER_PREFIX), ID)), ("SUCCESS", ID))
        self.assertEqual(self.builds(), [("copy", "SUCCEEDED"), ("copy", "SUCCEEDED")])

    def test_cleanup_deletes_the_old_prefix_if_the_user_wants_it(self) -> None:
        self.services.command = "true"
        properties = self.properties(OTHER_PREFIX, RemovalPolicy="destroy")
        self.assertEqual(self.result(self.event("Delete", properties, ID)), ("SUCCESS", ID))
        self.assertEqual(self.builds(), [("delete", "SUCCEEDED")])
        [build] = self.services.code_build.builds.values()
        self.assertEqual(self.variables(build)["PREFIX"], PREFIX)

    def test_an_update_that_fails_keeps_what_is_deployed(self) -> None:
        self.services.command = "exit 3"
        self.assertEqual(self.result(self.event("Update", self.properties(OTHER_PREFIX), ID)), ("FAILED", ID))
        self.services.command = "true"
        self.assertEqual(self.result(self.event("Update", self.properties(), ID)), ("SUCCESS", ID))

    def test_a_rollback_after_a_later_failure_returns_to_the_old_prefix(self) -> None:
        self.services.command = "true"
        self.assertEqual(self.result(self.event("Update", self.properties(), OTHER_ID)), ("SUCCESS", ID))

    def test_a_creation_that_fails_is_deleted(self) -> None:
        self.services.command = "exit 3"
        self.assertEqual(self.result(self.event("Create")), ("FAILED", ID))
        self.assertEqual(self.result(self.event("Delete", physical_id=ID)), ("SUCCESS", ID))

    def test_a_canceled_creation_stops_its_builds_only(self) -> None:
        self.services.command = "sleep 1000"
        start = lambda resource, prefix: index.start(  # noqa: E731
            boto3.client("codebuild"), self.event("Create", resource=resource), "copy", self.properties(prefix))
        start("Copy", PREFIX)
        start("Other", OTHER_PREFIX)
        self.assertEqual(self.result(self.event("Delete", physical_id=GENERATED_ID)), ("SUCCESS", GENERATED_ID))
        self.assertEqual(self.builds(), [("copy", "STOPPED"), ("copy", "IN_PROGRESS")])

    def test_a_canceled_creation_is_deleted_whatever_happens(self) -> None:
        self.services.code_build.mode = "fault"
        properties = self.properties(RemovalPolicy="destroy")
        self.assertEqual(self.result(self.event("Delete", properties, GENERATED_ID)), ("SUCCESS", GENERATED_ID))
        self.assertIn("left behind: the build copies:", self.output)

    def test_a_deletion_that_fails_reports_it(self) -> None:
        self.services.code_build.mode = "fault"
        response = self.send(self.event("Delete", self.properties(RemovalPolicy="destroy"), ID))
        self.assertEqual((response["Status"], response["PhysicalResourceId"]), ("FAILED", ID))

    def test_an_event_that_is_delivered_twice_starts_one_build(self) -> None:
        self.services.command = "true"
        event = self.event("Create")
        self.assertEqual([self.result(event), self.result(event)], [("SUCCESS", ID)] * 2)
        self.assertEqual(self.builds(), [("copy", "SUCCEEDED")])


class Failures(FunctionTest):
    def reason(self) -> str:
        start = self.clock
        response = self.send(self.event("Create"))
        self.assertEqual(response["Status"], "FAILED")
        self.seconds = self.clock - start
        return response["Reason"]

    def test_the_reason_is_that_of_the_copy_program(self) -> None:
        self.services.command = f"echo some output; echo '{index.FAILED}the model org/model is gated'; echo more; exit 1"
        self.services.late_logs = 2
        self.assertRegex(self.reason(), r"^the model org/model is gated\. The log is at https://console.local//aws/codebuild/copies/\d+")
        self.assertLess(self.seconds, 60)

    def test_a_program_that_dies(self) -> None:
        self.services.command = "kill -9 $$"
        self.assertRegex(self.reason(), r"^the build copies:\S+ failed: Error while executing command: .*The log is at")
        self.assertLess(self.seconds, 60)

    def test_a_build_that_has_no_container(self) -> None:
        self.services.code_build.mode = "fault"
        self.assertRegex(self.reason(), r"^the build copies:\S+ failed, because of AWS CodeBuild: Build container is not available")
        self.assertLess(self.seconds, 60)

    def test_a_build_that_someone_stops(self) -> None:
        self.services.command = "sleep 1000"
        self.while_waiting = lambda: [self.services.code_build.stop(each) for each in self.services.code_build.builds] and None
        self.assertRegex(self.reason(), r"^the build copies:\S+ was stopped\. The log is at")
        self.assertLess(self.seconds, 60)

    def test_a_build_that_is_queued_names_the_quota(self) -> None:
        self.services.code_build.mode = "queue"
        self.assertRegex(self.reason(), "is queued for 10 minutes: .* quota 'Concurrently running builds for Linux/Large environment'")
        self.assertAlmostEqual(self.seconds, 600, delta=60)
        self.assertEqual(self.builds(), [("copy", "STOPPED")])

    def test_a_build_that_is_never_provided_with_a_container(self) -> None:
        self.services.code_build.mode = "queue"
        queued = mock.patch.object(Build, "describe", lambda build, describe=Build.describe: {**describe(build), "currentPhase": "PROVISIONING"})
        with queued:
            self.assertRegex(self.reason(), "has no container after 10 minutes: ")

    def test_a_build_that_takes_hours_goes_on_and_the_next_deployment_continues_it(self) -> None:
        self.services.command = "sleep 1000"
        self.assertRegex(self.reason(), "takes longer than the hour that CloudFormation waits. The build .* goes on; deploy again")
        self.assertTrue(3480 <= self.seconds <= 3560, self.seconds)
        self.assertTrue(3 <= self.hops <= 8, self.hops)  # Lambda stops about 16 in a row
        self.assertEqual(self.builds(), [("copy", "IN_PROGRESS")])
        self.while_waiting = lambda: [build.end("SUCCEEDED", "COMPLETED") for build in self.services.code_build.builds.values()] and None
        self.assertEqual(self.result(self.event("Create")), ("SUCCESS", ID))
        self.assertEqual(self.builds(), [("copy", "SUCCEEDED")])

    def test_a_call_that_is_rejected(self) -> None:
        with mock.patch.object(Services, "call", return_value={"__type": "AccountLimitExceededException", "message": "Cannot have more than 1 builds in queue"}):
            self.assertIn("Cannot have more than 1 builds in queue", self.reason())

    def test_a_response_that_is_not_accepted_is_sent_again(self) -> None:
        self.services.command = "true"
        self.services.rejected_responses = 3
        self.assertEqual(self.result(self.event("Create")), ("SUCCESS", ID))

    def test_a_long_reason_is_shortened(self) -> None:
        self.services.command = f"echo '{index.FAILED}{'é' * 6000}'; exit 1"
        self.assertTrue(self.reason().startswith("é" * 100))


class Builds(FunctionTest):
    """The real copy program, with a Hub and an Amazon S3 on this machine."""

    def setUp(self) -> None:
        super().setUp()
        s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        s3.start()
        self.addCleanup(s3.stop)
        host, port = s3.get_host_and_port()
        self.enterContext(mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL_S3": f"http://{host}:{port}"}))
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket="weights")
        self.hub = LocalHub({"org/model": {"config.json": File(b"{}", lfs=False), "model.safetensors": File(blocks=20)}}, Behavior(gated=True))
        self.addCleanup(self.hub.close)
        self.services.code_build.environment = {"HF_ENDPOINT": self.hub.endpoint, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def keys(self) -> list[str]:
        return [found["Key"] for found in self.s3.list_objects_v2(Bucket="weights").get("Contents", [])]

    def test_a_gated_model_is_copied_and_deleted(self) -> None:
        properties = self.properties(Token="arn:aws:secretsmanager:us-east-1:111122223333:secret:hub", RemovalPolicy="destroy")
        response = self.send(self.event("Create", properties))
        self.assertEqual((response["Status"], response["PhysicalResourceId"]), ("SUCCESS", ID), response)
        self.assertEqual(self.keys(), [PREFIX[:-1] + ".manifest.json", PREFIX + "config.json", PREFIX + "model.safetensors"])
        [build] = self.services.code_build.builds.values()
        self.assertNotIn(TOKEN, "".join(build.log))
        self.assertEqual(self.send(self.event("Delete", properties, ID))["Status"], "SUCCESS")
        self.assertEqual(self.keys(), [])
        self.assertNotIn("HF_TOKEN", self.variables(list(self.services.code_build.builds.values())[1]))

    def test_a_gated_model_without_a_token(self) -> None:
        response = self.send(self.event("Create"))
        self.assertRegex(response["Reason"], re.compile(r"^the model org/model is gated: accept its terms at .*, and set 'hubAccessTokenSecret'\. The log"))

    def test_an_unknown_commit(self) -> None:
        response = self.send(self.event("Create", self.properties(OTHER_PREFIX)))
        self.assertRegex(response["Reason"], f"^the model org/model has no commit {'f' * 40}")


if __name__ == "__main__":
    unittest.main()
