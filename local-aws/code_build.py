"""An AWS CodeBuild on this machine: it runs the commands of the real buildspec of a project as a process."""

import json
import os
import signal
import subprocess
import tempfile
import threading

START, GROUP = "SUBMITTED", "/aws/codebuild/"


class LocalCodeBuild:
    """The builds, and what AWS CodeBuild would answer about them.

    `mode` is "run", "queue" for builds that never start, or "fault" for builds whose container cannot be provided. `secret` returns the value
    of a variable of the type SECRETS_MANAGER. `environment` is added to that of each build.
    """

    def __init__(self, secret=None, environment=None):
        self.mode = "run"
        self.builds = {}
        self.tokens = {}
        self.secret = secret or (lambda reference: "")
        self.environment = environment or {}
        self.ended = lambda build: None

    def start(self, project, folder, buildspec, variables, token=None):
        """Starts a build of a project in a folder with its source. A request with the token of an earlier one gets its build."""
        if token in self.tokens:
            return self.builds[self.tokens[token]]
        build = Build(f"{project}:{len(self.builds):08d}-0000-4000-8000-000000000000", project, variables)
        self.builds[build.id] = build
        if token:
            self.tokens[token] = build.id
        if self.mode == "fault":
            build.end("FAULT", "PROVISIONING", "Build container is not available")
        elif self.mode == "queue":
            build.phase = "QUEUED"
        else:
            threading.Thread(target=self.run, args=(build, folder, buildspec), daemon=True).start()
        return build

    def run(self, build, folder, buildspec):
        status = "FAULT", "PROVISIONING", "the local AWS failed"
        try:
            status = self.execute(build, folder, buildspec)
            self.ended(build)  # before anyone sees that the build has ended
        finally:
            build.end(*status)

    def execute(self, build, folder, buildspec):
        """Runs the commands, and returns the status, the phase and the message of the end."""
        build.phase = "PROVISIONING"
        environment = {**os.environ, **self.environment, "CODEBUILD_BUILD_ID": build.id}
        try:
            for variable in build.variables:
                is_secret = variable.get("type") == "SECRETS_MANAGER"
                environment[variable["name"]] = self.secret(variable["value"]) if is_secret else variable["value"]
        except Exception as error:
            return "FAILED", "DOWNLOAD_SOURCE", f"Secrets Manager Error Message: {error}"
        build.phase = "BUILD"
        with tempfile.TemporaryDirectory() as home:
            for command in json.loads(buildspec)["phases"]["build"]["commands"]:
                build.process = subprocess.Popen(
                    ["/bin/sh", "-c", command], cwd=folder, env={**environment, "HOME": home}, text=True, start_new_session=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                )
                with build.process.stdout:
                    build.log += list(build.process.stdout)
                status = build.process.wait()
                if status != 0:
                    return "FAILED", "BUILD", f"Error while executing command: {command}. Reason: exit status {status}"
        return "SUCCEEDED", "COMPLETED"

    def stop(self, build_id):
        build = self.builds[build_id]
        build.end("STOPPED", build.phase)
        if build.process:
            try:
                os.killpg(build.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return build

    def of_project(self, project):
        return [build.id for build in reversed(self.builds.values()) if build.project == project]


class Build:
    def __init__(self, build_id, project, variables):
        self.id, self.project, self.variables = build_id, project, variables
        self.status, self.phase, self.contexts = "IN_PROGRESS", START, []
        self.process, self.log = None, []

    def end(self, status, phase, message=None):
        if self.status == "IN_PROGRESS":
            self.status, self.phase = status, phase
            self.contexts = [{"statusCode": status, "message": message}] if message else []

    def describe(self):
        stream = self.id.partition(":")[2]
        ended = self.status != "IN_PROGRESS"
        return {
            "id": self.id,
            "projectName": self.project,
            "buildStatus": self.status,
            "currentPhase": "COMPLETED" if ended else self.phase,
            "environment": {"type": "LINUX_CONTAINER", "image": "local", "computeType": "BUILD_GENERAL1_LARGE", "environmentVariables": self.variables},
            "phases": [{"phaseType": self.phase, "phaseStatus": self.status if ended else None, "contexts": self.contexts}],
            "logs": {"groupName": GROUP + self.project, "streamName": stream, "deepLink": f"https://console.local/{GROUP}{self.project}/{stream}"},
        }

    def events(self):
        return [{"timestamp": index, "message": line, "ingestionTime": index} for index, line in enumerate(self.log)]
