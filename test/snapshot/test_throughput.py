"""Measures src/snapshot/copy/copy_snapshot.py, compared with boto3 alone, and with files over 4 GiB. Each program and the servers are processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path
from typing import Any

from local_s3 import LocalS3

sys.path.insert(0, str(Path(__file__).parents[2] / "local-aws"))
from local_hub import COMMIT, File, LocalHub  # noqa: E402

PROGRAM = Path(__file__).parents[2] / "src" / "snapshot" / "copy" / "copy_snapshot.py"
MODEL = "org/model"
GIBIBYTES = 1024  # in blocks of a MiB
SHARE = 0.7

# What boto3 does by itself with the response: read it, hash it, and upload it in parts that it sends in parallel.
BOTO3 = """
import hashlib, os, urllib.request, boto3
class Hashed:
    def __init__(self, response):
        self.response, self.digest = response, hashlib.sha256()
    def read(self, size=-1):
        data = self.response.read(size)
        self.digest.update(data)
        return data
content = Hashed(urllib.request.urlopen(os.environ["URL"]))
boto3.client("s3").upload_fileobj(content, os.environ["BUCKET"], "boto3")
print(content.digest.hexdigest())
"""


def serve(blocks: int) -> None:
    """Runs a Hub and an Amazon S3 until the standard input ends."""
    file = File(blocks=blocks)
    hub = LocalHub({MODEL: {"model.safetensors": file}})
    assert file.digest  # computed once, before the measurement
    s3 = LocalS3()
    print(json.dumps({"hub": hub.endpoint, "contents": hub.contents, "s3": s3.endpoint}), flush=True)
    sys.stdin.read()


class Throughput(unittest.TestCase):
    def start(self, blocks: int) -> dict[str, str]:
        server = subprocess.Popen([sys.executable, __file__, str(blocks)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert server.stdin and server.stdout
        for clean in (server.wait, server.stdout.close, server.stdin.close):  # in the reverse order
            self.addCleanup(clean)
        answer: dict[str, str] = json.loads(server.stdout.readline())
        return answer

    def run_program(self, servers: dict[str, str], arguments: list[str]) -> tuple[float, int]:
        """The seconds that a program runs, and its maximum resident set size in bytes."""
        variables: dict[str, Any] = {
            "AWS_ENDPOINT_URL": servers["s3"], "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1",
            "HF_ENDPOINT": servers["hub"], "SNAPSHOT": json.dumps([{"modelId": MODEL, "revision": COMMIT}]), "BUCKET": "weights", "PREFIX": "p/",
            "URL": f"{servers['contents']}/{MODEL}/model.safetensors",
        }
        start = time.monotonic()
        process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        output = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        self.assertEqual(status, 0, output)
        return time.monotonic() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def test_copies_at_least_at_70_percent_of_the_speed_of_boto3(self) -> None:
        servers = self.start(GIBIBYTES)
        boto3, copy = [], []
        for _ in range(8):  # other programs on this machine only make both slower: the fastest runs are compared
            boto3.append(self.run_program(servers, ["-c", BOTO3])[0])
            copy.append(self.run_program(servers, [str(PROGRAM)])[0])
            if len(copy) > 1 and min(boto3) / min(copy) > SHARE:
                break
        print(f"1 GiB in {min(boto3):.2f} s with boto3, and in {min(copy):.2f} s with the copy program", file=sys.stderr)
        self.assertGreater(min(boto3) / min(copy), SHARE)

    def test_a_file_over_4_gibibytes_needs_no_more_memory_than_a_small_one(self) -> None:
        _, small = self.run_program(self.start(GIBIBYTES // 4), [str(PROGRAM)])
        _, large = self.run_program(self.start(4 * GIBIBYTES + 100), [str(PROGRAM)])
        print(f"maximum resident set size: {small / 1e6:.0f} MB for 256 MiB, {large / 1e6:.0f} MB for 4.1 GiB", file=sys.stderr)
        self.assertLess(large, small + 100e6)
        self.assertLess(large, 500e6)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
