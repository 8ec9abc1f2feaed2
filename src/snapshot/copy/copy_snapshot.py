"""Copies files of repositories on the Hugging Face Hub to a prefix in Amazon S3, and verifies each by its hash.

It runs in AWS CodeBuild, with nothing but Python 3.9 and boto3, and is configured by variables of the environment:

SNAPSHOT     the repositories, as JSON: a list of objects with folder, modelId, revision, include, exclude and trustRemoteCode
BUCKET       the bucket
PREFIX       the prefix of all objects, with a slash at its end
ACTION       copy, or delete to remove the objects under the prefix
HF_TOKEN     the Hub token, for gated and private models
HF_ENDPOINT  the address of the Hub

docs/weights.md describes what is copied, and docs/adr/0020-hub-snapshots.md why it is done in this way.
"""

from __future__ import annotations

import email.utils
import fnmatch
import functools
import hashlib
import http.client
import json
import os
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Callable, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

MEBIBYTE = 1024 * 1024

# The memory is at most FILES * (PARTS_OF_A_FILE + 2) parts, whatever the size of the files.
FILES = 4
PARTS_OF_A_FILE = 8
SMALLEST_PART = 8 * MEBIBYTE
MOST_PARTS = 10_000  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html

ATTEMPTS = 8  # without any progress
TIMEOUT_SECONDS = 60
LONGEST_BACKOFF_SECONDS = 60
LONGEST_WAIT_SECONDS = 900
TRANSIENT = {408, 425, 429, 500, 502, 503, 504}

# the function that answers CloudFormation looks for this line
FAILED = "The copy failed: "

DIGEST = "hub-digest"
MANIFEST = ".manifest.json"
DELETED_AT_ONCE = 1000

NEEDED = ("*.safetensors", "*.json", "*.txt", "*.model", "*.jinja", "*.tiktoken", "*.spm", "*.vocab", "*.bpe")
OTHER_FORMATS = ("original/*", "onnx/*", "openvino/*", "coreml/*", "checkpoint-*/*")
PYTORCH = ("pytorch_model*.bin", "adapter_model*.bin", "diffusion_pytorch_model*.bin")
VARIANT = re.compile(r"\.(?:fp16|bf16|fp32|ema|non_ema|ema_only)(?=[.-]|$)")

T = TypeVar("T")


class Failure(Exception):
    """Something that another attempt does not change, in one sentence."""


class Transient(Exception):
    """Something that another attempt may change, and how long the server asks to wait."""

    def __init__(self, reason: str, seconds: float | None = None):
        super().__init__(reason)
        self.seconds = seconds


class WrongContent(Exception):
    """The content of a file does not have the hash that the Hub lists."""


class Stopped(Exception):
    """Another file has failed."""


@dataclass(frozen=True)
class Repository:
    """A model on the Hub at a commit, and what is copied of it into a folder of the prefix."""

    folder: str
    model_id: str
    revision: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    trust_remote_code: bool

    @classmethod
    def parse(cls, given: dict[str, Any]) -> Repository:
        return cls(
            folder=given.get("folder", ""),
            model_id=given["modelId"],
            revision=given["revision"],
            include=tuple(given.get("include", ())),
            exclude=tuple(given.get("exclude", ())),
            trust_remote_code=given.get("trustRemoteCode", False),
        )


@dataclass(frozen=True)
class HubFile:
    """A file at a commit. The digest is that of the content, or that of the blob in git for files that git itself stores."""

    repository: Repository
    path: str
    size: int
    digest: str

    @property
    def name(self) -> str:
        """The path of the object under the prefix."""
        return f"{self.repository.folder}/{self.path}" if self.repository.folder else self.path

    def hasher(self) -> Any:
        if self.digest.startswith("sha256:"):
            return hashlib.sha256()
        return hashlib.sha1(f"blob {self.size}\0".encode(), usedforsecurity=False)  # https://git-scm.com/book/en/v2/Git-Internals-Git-Objects


def log(line: str) -> None:
    print(line, flush=True)


def size_text(size: float) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e8 else f"{size / 1e6:.2f} MB"


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Patterns match as those of `hf download` do: a star also matches slashes, and a folder matches what is in it."""
    return any(fnmatch.fnmatchcase(path, pattern + "*" if pattern.endswith("/") else pattern) for pattern in patterns)


def folder_and_name(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def is_duplicate(path: str, paths: set[str]) -> bool:
    """Whether weights are those of other safetensors, in another layout or precision."""
    folder, name = folder_and_name(path)
    stem = name.partition(".safetensors")[0]
    siblings = [other for where, other in map(folder_and_name, paths) if where == folder and other.endswith(".safetensors")]
    if stem.startswith("consolidated"):
        return any(not other.startswith("consolidated") for other in siblings)
    if VARIANT.search(name):
        plain = VARIANT.sub("", stem)
        plain = re.sub(r"-\d+-of-\d+$", "", plain)
        return any(not VARIANT.search(other) and re.sub(r"-\d+-of-\d+$", "", other[: -len(".safetensors")]) == plain for other in siblings)
    # the weights of a diffusion pipeline are in folders; a single file next to its index has all of them again
    return folder == "" and name.endswith(".safetensors") and "model_index.json" in paths


def is_weights(path: str) -> bool:
    return ".safetensors" in path


def selected_by_default(paths: list[str]) -> list[str]:
    """What servers load: safetensors without duplicates, configuration, tokenizer and chat template."""
    everything = [path for path in paths if not matches(path, OTHER_FORMATS)]
    needed = [path for path in everything if matches(path, NEEDED)]
    known = set(needed)
    chosen = [path for path in needed if not (is_weights(path) and is_duplicate(path, known))]
    if not any(path.endswith(".safetensors") for path in chosen):
        chosen += [path for path in everything if matches(folder_and_name(path)[1], PYTORCH)]
    return chosen


def select(repository: Repository, paths: list[str]) -> list[str]:
    """The paths of the files to copy."""
    where = f"the model {repository.model_id} at the commit {repository.revision}"
    code = {path for path in paths if path.endswith(".py")}
    allowed = paths if repository.trust_remote_code else [path for path in paths if path not in code]
    if repository.include:
        for pattern in repository.include:
            if not any(matches(path, (pattern,)) for path in allowed):
                only_code = any(matches(path, (pattern,)) for path in code)
                fix = "; code is copied only with 'trustRemoteCode'" if only_code else ""
                raise Failure(f"'include' has the pattern {pattern!r}, which matches no file of {where}{fix}")
        chosen = [path for path in allowed if matches(path, repository.include)]
    else:
        chosen = selected_by_default(paths) + [path for path in allowed if path in code and not matches(path, OTHER_FORMATS)]
        if not any(path.endswith((".safetensors", ".bin")) for path in chosen):
            raise Failure(f"{where} has no weights in safetensors or PyTorch files; set 'include' to what the server reads, such as '*.gguf'")
    chosen = [path for path in chosen if not matches(path, repository.exclude)]
    if not chosen:
        raise Failure(f"'exclude' matches all files of {where}")
    return sorted(chosen)


class WithoutRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Hub:
    """The part of the Hub's API that a copy uses."""

    def __init__(self, endpoint: str, token: str):
        self.endpoint = endpoint.rstrip("/")
        self.token = token
        self.opener = urllib.request.build_opener(WithoutRedirects)

    def files(self, repository: Repository) -> list[HubFile]:
        """All files at the commit."""
        model_id, revision = urllib.parse.quote(repository.model_id), urllib.parse.quote(repository.revision, safe="")
        url: str | None = f"{self.endpoint}/api/models/{model_id}/tree/{revision}?recursive=true"
        found = []
        while url:
            entries, url = retrying(functools.partial(self.page, url, repository))
            for entry in entries:
                if entry["type"] == "file":
                    lfs = entry.get("lfs")
                    digest = f"sha256:{lfs['oid']}" if lfs else f"git:{entry['oid']}"
                    found.append(HubFile(repository, entry["path"], lfs["size"] if lfs else entry["size"], digest))
        return found

    def page(self, url: str, repository: Repository) -> tuple[list[dict[str, Any]], str | None]:
        """A page of the list of files, and the address of the following one."""
        with self.get(url, repository, {}) as response:
            following = re.search(r'<([^>]+)>; *rel="next"', response.headers.get("Link") or "")
            return json.load(response), following and urllib.parse.urljoin(url, following[1])

    def open(self, file: HubFile, offset: int) -> Any:
        """The content of a file from an offset."""
        repository = file.repository
        path = "/".join(urllib.parse.quote(part, safe="") for part in (repository.revision, *file.path.split("/")))
        url = f"{self.endpoint}/{urllib.parse.quote(repository.model_id)}/resolve/{path}"
        response = self.get(url, repository, {"Range": f"bytes={offset}-"} if offset else {}, file.path)
        if offset and response.status != 206:
            skip(response, offset)  # the server ignores the range
        length = response.headers.get("Content-Length")
        if length is not None and int(length) + (offset if response.status == 206 else 0) != file.size:
            response.close()
            raise WrongContent(f"has {length} bytes from {offset}, instead of {file.size} in all")
        return response

    def get(self, url: str, repository: Repository, headers: dict[str, str], path: str = "") -> Any:
        """Follows redirects. The token is only sent to the host that it is for."""
        for _ in range(6):
            own = origin(url) == origin(self.endpoint)
            authorization = {"Authorization": f"Bearer {self.token}"} if self.token and own else {}
            request = urllib.request.Request(url, headers={"User-Agent": "cdk-huggingface-sagemaker", **headers, **authorization})
            try:
                return self.opener.open(request, timeout=TIMEOUT_SECONDS)
            except urllib.error.HTTPError as error:
                with error:
                    location = error.headers.get("Location")
                    if error.code not in (301, 302, 303, 307, 308) or not location:
                        raise self.explained(error, repository, path, own) from None
                    following = urllib.parse.urljoin(url, location)
                    if url.startswith("https:") and not following.startswith("https:"):
                        raise Failure(f"{origin(url)} redirects to {origin(following)}, which is not encrypted") from None
                    url = following
        raise Failure(f"{origin(url)} redirects too often")

    def explained(self, error: urllib.error.HTTPError, repository: Repository, path: str, own: bool) -> Exception:
        model, code = repository.model_id, error.headers.get("X-Error-Code") or ""
        if error.code in TRANSIENT:
            return Transient(f"{origin(error.url)} answers {error.code}", seconds_of(error.headers.get("Retry-After")))
        if not own:
            # the address that the Hub redirects to is valid for a limited time
            return Transient(f"{origin(error.url)} answers {error.code}")
        if code == "GatedRepo":
            return Failure(
                f"the model {model} is gated: accept its terms at {self.endpoint}/{model} with the account of the Hub token"
                + ("" if self.token else ", and set 'hubAccessTokenSecret'")
            )
        if code == "RevisionNotFound":
            return Failure(f"the model {model} has no commit {repository.revision}")
        if code == "EntryNotFound":
            return Failure(f"the model {model} has no file {path} at the commit {repository.revision}")
        if error.code in (401, 403, 404):
            account = "the account of the Hub token cannot read it" if self.token else "it is private, which requires 'hubAccessTokenSecret'"
            return Failure(f"the model {model} does not exist on the Hub, or {account} (status {error.code})")
        return Failure(f"{origin(error.url)} answers {error.code} for the model {model}")


def origin(url: str | None) -> str:
    scheme, host, *_ = urllib.parse.urlsplit(url or "")
    return f"{str(scheme)}://{str(host)}"


def skip(response: Any, count: int) -> None:
    while count > 0:
        got = len(response.read(min(count, MEBIBYTE)))
        if got == 0:
            raise Transient("the response ends early")
        count -= got


def seconds_of(retry_after: str | None) -> float | None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.retry-after: seconds, or a date"""
    if not retry_after:
        return None
    if re.fullmatch(r"\d+", retry_after.strip()):
        return float(retry_after)
    date = email.utils.parsedate_tz(retry_after)
    return None if date is None else max(0.0, email.utils.mktime_tz(date) - time.time())


def pause(failures: int, error: BaseException) -> None:
    """Waits as long as the server asks, or else longer after each failure."""
    asked = error.seconds if isinstance(error, Transient) else None
    backoff = min(LONGEST_BACKOFF_SECONDS, 2.0**failures) * random.uniform(0.5, 1)
    time.sleep(backoff if asked is None else min(asked, LONGEST_WAIT_SECONDS))


def reason_of(error: BaseException) -> str:
    return str(error) or type(error).__name__


def retrying(attempt: Callable[[], T]) -> T:
    for failures in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except (Transient, OSError, http.client.HTTPException, ValueError) as error:
            if failures == ATTEMPTS:
                raise Failure(f"the Hub cannot be read after {ATTEMPTS} attempts: {reason_of(error)}") from None
            pause(failures, error)
    raise AssertionError


class Content:
    """The content of a file, read in order. A stream that is interrupted is continued where it stopped."""

    def __init__(self, hub: Hub, file: HubFile, stopped: threading.Event):
        self.hub, self.file, self.stopped = hub, file, stopped
        self.offset = 0
        self.failures = 0
        self.response: Any = None

    def fill(self, buffer: memoryview) -> None:
        filled = 0
        while filled < len(buffer):
            if self.stopped.is_set():
                raise Stopped
            try:
                self.response = self.response or self.hub.open(self.file, self.offset)
                count = self.response.readinto(buffer[filled : filled + MEBIBYTE])
                if not count:
                    raise Transient("the response ends early")
            except (Transient, OSError, http.client.HTTPException) as error:
                self.close()
                self.failures += 1
                if self.failures == ATTEMPTS:
                    raise Failure(f"{self.file.path} cannot be read after {ATTEMPTS} attempts: {reason_of(error)}") from None
                log(f"continuing {self.file.name} at byte {self.offset}: {reason_of(error)}")
                pause(self.failures, error)
                continue
            filled += count
            self.offset += count
            self.failures = 0

    def close(self) -> None:
        if self.response:
            self.response.close()
            self.response = None


class Copy:
    """Copies files to a prefix of a bucket."""

    def __init__(self, hub: Hub, s3: Any, bucket: str, prefix: str):
        self.hub, self.s3, self.bucket, self.prefix = hub, s3, bucket, prefix
        self.manifest = prefix.rstrip("/") + MANIFEST
        self.existing = self.sizes()
        self.stopped = threading.Event()
        self.parts = ThreadPoolExecutor(FILES * PARTS_OF_A_FILE)

    def sizes(self) -> dict[str, int]:
        """The objects under the prefix, and the manifest. To ask for one that does not exist would require a permission for the whole bucket."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix.rstrip("/"))
        return {found["Key"]: found["Size"] for page in pages for found in page.get("Contents", [])}

    def all(self, files: list[HubFile]) -> None:
        with ThreadPoolExecutor(FILES) as pool, self.parts:
            # the largest first, so that it is not the last one
            futures = [pool.submit(self.one, file) for file in sorted(files, key=lambda file: -file.size)]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
                failed = [future.exception() for future in futures if future.done() and future.exception()]
            finally:
                self.stopped.set()
                pool.shutdown(wait=True, cancel_futures=True)
        errors = [error for error in failed if error and not isinstance(error, Stopped)]
        if errors:
            raise errors[0]
        copied = [future.result() for future in futures]
        log(f"{len(files)} files are under s3://{self.bucket}/{self.prefix}: copied {size_text(sum(copied))}, {copied.count(0)} existed already")

    def one(self, file: HubFile) -> int:
        """Copies a file unless it exists, and returns the number of bytes."""
        if self.stopped.is_set():
            raise Stopped
        if self.has(file.name, file.size, file.digest):
            return 0
        start = time.monotonic()
        for last in (False, True):
            try:
                self.transfer(file)
                break
            except WrongContent as error:
                if last:
                    raise Failure(f"{file.path} of the model {file.repository.model_id} {error}") from None
        seconds = time.monotonic() - start
        log(f"copied {file.name}: {size_text(file.size)} in {seconds:.1f} s")
        return file.size

    def has(self, name: str, size: int, digest: str) -> bool:
        """Whether an object exists, which was verified when it was written."""
        if self.existing.get(self.prefix + name) != size:
            return False
        found = self.s3.head_object(Bucket=self.bucket, Key=self.prefix + name)
        return bool(found["Metadata"].get(DIGEST) == digest)

    def transfer(self, file: HubFile) -> None:
        content, digest = Content(self.hub, file, self.stopped), file.hasher()
        size = max(SMALLEST_PART, -(-file.size // MOST_PARTS))
        target = {"Bucket": self.bucket, "Key": self.prefix + file.name}
        metadata = {DIGEST: file.digest}
        try:
            if file.size <= size:
                body = bytearray(file.size)
                content.fill(memoryview(body))
                digest.update(body)
                verify(file, digest)
                self.s3.put_object(**target, Body=bytes(body), Metadata=metadata)
                return
            upload = {**target, "UploadId": self.s3.create_multipart_upload(**target, Metadata=metadata)["UploadId"]}
            uploading: deque[Future[dict[str, Any]]] = deque()
            try:
                parts = []
                for number, start in enumerate(range(0, file.size, size), 1):
                    body = bytearray(min(size, file.size - start))
                    content.fill(memoryview(body))
                    uploading.append(self.parts.submit(self.upload, upload, number, body))
                    digest.update(body)
                    del body
                    if len(uploading) > PARTS_OF_A_FILE:
                        parts.append(uploading.popleft().result())
                parts += [part.result() for part in uploading]
                verify(file, digest)  # before the object exists
                self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
            except BaseException:
                wait(uploading)  # a part that arrives later would remain
                self.s3.abort_multipart_upload(**upload)
                raise
        finally:
            content.close()

    def upload(self, upload: dict[str, str], number: int, body: bytearray) -> dict[str, Any]:
        part = self.s3.upload_part(**upload, PartNumber=number, Body=body)
        return {"PartNumber": number, **{name: part[name] for name in ("ETag", "ChecksumCRC32") if name in part}}

    def is_complete(self) -> bool:
        """Whether an earlier copy to the prefix was complete, and all of it exists. The Hub is not needed then, such as for a rollback."""
        if self.manifest not in self.existing:
            return False
        manifest = json.load(self.s3.get_object(Bucket=self.bucket, Key=self.manifest)["Body"])
        with ThreadPoolExecutor(FILES * PARTS_OF_A_FILE) as pool:
            return all(pool.map(lambda file: self.has(*file), manifest))

    def finish(self, files: list[HubFile]) -> None:
        """Writes the manifest: next to the prefix, because SageMaker loads everything under it."""
        manifest = [[file.name, file.size, file.digest] for file in files]
        self.s3.put_object(Bucket=self.bucket, Key=self.manifest, Body=json.dumps(manifest).encode(), ContentType="application/json")

    def delete(self) -> None:
        self.s3.delete_object(Bucket=self.bucket, Key=self.manifest)
        keys = [key for key in self.existing if key.startswith(self.prefix)]
        for start in range(0, len(keys), DELETED_AT_ONCE):
            objects = [{"Key": key} for key in keys[start : start + DELETED_AT_ONCE]]
            answer = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True})
            for error in answer.get("Errors", []):
                raise Failure(f"Amazon S3 does not delete {error['Key']}: {error['Code']}")
        log(f"deleted {len(keys)} objects under s3://{self.bucket}/{self.prefix}")


def verify(file: HubFile, digest: Any) -> None:
    expected = file.digest.partition(":")[2]
    if digest.hexdigest() != expected:
        raise WrongContent(f"has the hash {digest.hexdigest()}, instead of {expected}")


def check_names(files: list[HubFile]) -> None:
    """SageMaker writes the objects as files: it rejects an object whose name is also that of a folder."""
    names = [file.name for file in files]
    folders = {name[:index] for name in names for index, character in enumerate(name) if character == "/"}
    for name in names:
        if name in folders or names.count(name) > 1:
            raise Failure(f"'subfolders' and the model both have {name}; use another name for the subfolder")


def run(environment: dict[str, str]) -> None:
    hub = Hub(environment.get("HF_ENDPOINT") or "https://huggingface.co", environment.get("HF_TOKEN", "").strip())
    retries: Any = {"mode": "standard", "max_attempts": 10}
    s3 = boto3.client("s3", config=Config(retries=retries, max_pool_connections=FILES * (PARTS_OF_A_FILE + 1)))
    copy = Copy(hub, s3, environment["BUCKET"], environment["PREFIX"])
    if environment.get("ACTION") == "delete":
        return copy.delete()
    if copy.is_complete():
        return log(f"everything is under s3://{copy.bucket}/{copy.prefix} already")
    files = []
    for repository in map(Repository.parse, json.loads(environment["SNAPSHOT"])):
        all_files = {file.path: file for file in hub.files(repository)}
        files += [all_files[path] for path in select(repository, list(all_files))]
    check_names(files)
    log(f"{len(files)} files of {size_text(sum(file.size for file in files))}")
    copy.all(files)
    copy.finish(files)


def explanation(error: Exception) -> str:
    if isinstance(error, ClientError):
        details = error.response["Error"]
        return f"Amazon S3 rejects {error.operation_name}: {details.get('Code')} ({details.get('Message')})"
    return reason_of(error)


def main() -> int:
    try:
        run(dict(os.environ))
        return 0
    except (Failure, ClientError, BotoCoreError) as error:
        log(FAILED + " ".join(explanation(error).split()))
        return 1


if __name__ == "__main__":
    sys.exit(main())
