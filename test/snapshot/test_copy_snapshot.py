"""Tests of src/snapshot/copy/copy_snapshot.py, against a Hub and an Amazon S3 on this machine. test/deploy/snapshot-programs.test.ts runs them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import sys
import threading
import unittest
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
from moto.server import ThreadedMotoServer

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY / "src" / "snapshot" / "copy"), str(REPOSITORY / "local-aws")]
import copy_snapshot  # noqa: E402
from local_hub import BLOCK, COMMIT, TOKEN, Behavior, File, LocalHub  # noqa: E402

MODEL = "org/model"
PREFIX = f"{MODEL}/{COMMIT}/abc/"
MANIFEST = f"{MODEL}/{COMMIT}/abc.manifest.json"


def git(content: bytes) -> File:
    return File(content, lfs=False)


SMALL = {
    "config.json": git(b"{}"),
    "tokenizer.json": git(b'{"version": "1.0"}'),
    "README.md": git(b"# A model"),
    "model.safetensors": File(b"weights" * 1000),
}


logging.getLogger("werkzeug").setLevel(logging.ERROR)


class CopyTest(unittest.TestCase):
    server: ThreadedMotoServer

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        cls.server.start()
        host, port = cls.server.get_host_and_port()
        cls.s3_endpoint = f"http://{host}:{port}"

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        environment = {"AWS_ENDPOINT_URL": self.s3_endpoint, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
        self.enterContext(mock.patch.dict(os.environ, environment))
        self.s3 = boto3.client("s3")
        self.s3.create_bucket(Bucket="weights")
        self.addCleanup(self.empty)
        self.waits: list[float] = []
        self.enterContext(mock.patch.object(copy_snapshot.time, "sleep", self.waits.append))

    def empty(self) -> None:
        for key in self.objects(""):
            self.s3.delete_object(Bucket="weights", Key=key)

    def hub(self, files: dict[str, File], behavior: Behavior | None = None, **others: dict[str, File]) -> LocalHub:
        models = {MODEL: files, **{f"org/{name}": content for name, content in others.items()}}
        hub = LocalHub(models, behavior)
        self.addCleanup(hub.close)
        return hub

    def copy(self, hub: LocalHub, token: str = "", action: str = "copy", subfolders: Sequence[dict[str, Any]] = (), **options: Any) -> str:
        """Runs the program, and returns what it prints."""
        snapshot = [{"modelId": MODEL, "revision": COMMIT, **options}, *subfolders]
        variables = {
            "SNAPSHOT": json.dumps(snapshot), "BUCKET": "weights", "PREFIX": PREFIX, "ACTION": action, "HF_TOKEN": token, "HF_ENDPOINT": hub.endpoint,
        }
        with contextlib.redirect_stdout(io.StringIO()) as output, mock.patch.dict(os.environ, variables):
            self.code = copy_snapshot.main()
        return output.getvalue()

    def failure(self, hub: LocalHub, **options: Any) -> str:
        """The sentence at the end of a copy that fails."""
        output = self.copy(hub, **options)
        self.assertEqual(self.code, 1)
        line = output.splitlines()[-1]
        self.assertTrue(line.startswith(copy_snapshot.FAILED), line)
        return line[len(copy_snapshot.FAILED) :]

    def objects(self, prefix: str = PREFIX) -> list[str]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket="weights", Prefix=prefix)
        return [found["Key"][len(prefix) :] for page in pages for found in page.get("Contents", [])]

    def body(self, name: str) -> bytes:
        return self.s3.get_object(Bucket="weights", Key=PREFIX + name)["Body"].read()

    def uploads(self) -> list[Any]:
        return self.s3.list_multipart_uploads(Bucket="weights").get("Uploads", [])


class Copies(CopyTest):
    def test_copies_what_servers_need_and_verifies_it(self) -> None:
        output = self.copy(self.hub(SMALL))
        self.assertEqual((self.code, self.waits), (0, []), output)
        self.assertEqual(self.objects(), ["config.json", "model.safetensors", "tokenizer.json"])
        self.assertEqual(self.body("model.safetensors"), b"weights" * 1000)
        self.assertEqual(self.s3.head_object(Bucket="weights", Key=PREFIX + "config.json")["Metadata"], {"hub-digest": "git:" + SMALL["config.json"].digest})

    def test_a_large_file_is_uploaded_in_parts(self) -> None:
        file = File(blocks=35, block=os.urandom(BLOCK))
        self.copy(self.hub({"model.safetensors": file}))
        head = self.s3.head_object(Bucket="weights", Key=PREFIX + "model.safetensors")
        self.assertEqual(head["ContentLength"], 35 * BLOCK)
        self.assertTrue(head["ETag"].endswith('-5"'))
        self.assertEqual(hashlib.sha256(self.body("model.safetensors")).hexdigest(), file.digest)
        self.assertEqual(self.uploads(), [])

    def test_an_empty_file_and_names_with_special_characters(self) -> None:
        files = {**SMALL, "a b/#1 + ü?.txt": git(b""), "x.safetensors": File(b"1")}
        self.copy(self.hub(files), include=["*.txt"])
        self.assertEqual(self.objects(), ["a b/#1 + ü?.txt"])
        self.assertEqual(self.body("a b/#1 + ü?.txt"), b"")

    def test_a_complete_copy_needs_no_hub_and_no_token(self) -> None:
        self.copy(self.hub(SMALL))
        hub = self.hub(SMALL, Behavior(private=True))
        self.assertIn("everything is under s3://weights/org/model/", self.copy(hub))
        self.assertEqual((self.code, hub.requests), (0, []))

    def test_a_complete_copy_that_has_lost_an_object_is_copied_again(self) -> None:
        self.copy(self.hub(SMALL))
        self.s3.delete_object(Bucket="weights", Key=PREFIX + "config.json")
        self.assertIn("2 existed already", self.copy(self.hub(SMALL)))
        self.assertEqual(self.body("config.json"), b"{}")

    def test_what_exists_is_not_copied_again(self) -> None:
        hub = self.hub(SMALL)
        self.copy(hub)
        self.s3.delete_object(Bucket="weights", Key=MANIFEST)
        before = len([each for each in hub.requests if "/resolve/" in each[1]])
        self.assertIn("3 existed already", self.copy(hub))
        self.assertEqual(len([each for each in hub.requests if "/resolve/" in each[1]]), before)

    def test_an_object_with_another_size_or_hash_is_replaced(self) -> None:
        self.copy(self.hub(SMALL))
        self.s3.delete_object(Bucket="weights", Key=MANIFEST)
        self.s3.put_object(Bucket="weights", Key=PREFIX + "config.json", Body=b"{ }", Metadata={"hub-digest": "git:" + SMALL["config.json"].digest})
        self.s3.put_object(Bucket="weights", Key=PREFIX + "tokenizer.json", Body=b'{"version": "2.0"}')
        self.assertIn("1 existed already", self.copy(self.hub(SMALL)))
        self.assertEqual((self.body("config.json"), self.body("tokenizer.json")), (b"{}", b'{"version": "1.0"}'))

    def test_the_list_of_files_has_several_pages(self) -> None:
        files = {**SMALL, **{f"model-{index}.safetensors": File(b"%d" % index) for index in range(25)}}
        self.copy(self.hub(files, Behavior(page_size=10)))
        self.assertEqual(len(self.objects()), 28)

    def test_models_in_subfolders(self) -> None:
        hub = self.hub(SMALL, draft={"config.json": git(b"[]"), "model.safetensors": File(b"small")})
        self.copy(hub, subfolders=[{"folder": "draft", "modelId": "org/draft", "revision": COMMIT}])
        self.assertEqual(self.body("draft/model.safetensors"), b"small")
        self.assertEqual(self.body("config.json"), b"{}")

    def test_deletes_the_prefix_only(self) -> None:
        self.s3.put_object(Bucket="weights", Key=f"{MODEL}/{COMMIT}/abcd/config.json", Body=b"")
        self.copy(self.hub(SMALL))
        self.assertIn("deleted 3 objects", self.copy(self.hub(SMALL), action="delete"))
        self.assertEqual(self.objects(""), [f"{MODEL}/{COMMIT}/abcd/config.json"])


class Resumes(CopyTest):
    def test_an_interrupted_stream_is_continued_where_it_stopped(self) -> None:
        file = File(blocks=20, block=os.urandom(BLOCK))
        hub = self.hub({"model.safetensors": file}, Behavior(interrupted_at=[3 * BLOCK + 5, 17 * BLOCK]))
        output = self.copy(hub)
        self.assertEqual((self.code, len(self.waits)), (0, 2), output)
        ranges = [headers.get("Range") for server, _, headers in hub.requests if server == "contents"]
        self.assertEqual(ranges, [None, f"bytes={3 * BLOCK + 5}-", f"bytes={17 * BLOCK}-"])
        self.assertEqual(hashlib.sha256(self.body("model.safetensors")).hexdigest(), file.digest)

    def test_a_server_that_ignores_ranges(self) -> None:
        file = File(blocks=3, block=os.urandom(BLOCK))
        self.copy(self.hub({"model.safetensors": file}, Behavior(interrupted_at=[BLOCK + 1], ignores_ranges=True)))
        self.assertEqual(hashlib.sha256(self.body("model.safetensors")).hexdigest(), file.digest)

    def test_a_stream_that_never_continues_fails(self) -> None:
        hub = self.hub({"model.safetensors": File(b"x" * 10)}, Behavior(interrupted_at=[5] * 100))
        self.assertIn("model.safetensors cannot be read after 8 attempts: the response ends early", self.failure(hub))
        self.assertEqual(self.objects(), [])

    def test_progress_resets_the_number_of_attempts(self) -> None:
        hub = self.hub({"model.safetensors": File(b"x" * 40)}, Behavior(interrupted_at=list(range(1, 21))))
        self.copy(hub)
        self.assertEqual((self.code, self.body("model.safetensors")), (0, b"x" * 40))

    def test_an_address_that_has_expired_is_asked_for_again(self) -> None:
        hub = self.hub(SMALL, Behavior(expired=2))
        self.copy(hub)
        self.assertEqual(self.code, 0)

    def test_retry_after_in_seconds_is_honored(self) -> None:
        self.copy(self.hub(SMALL, Behavior(rate_limits=2, retry_after="37")))
        self.assertEqual((self.code, self.waits), (0, [37, 37]))

    def test_retry_after_as_a_date_is_honored(self) -> None:
        date = copy_snapshot.email.utils.formatdate(copy_snapshot.time.time() + 100, usegmt=True)
        self.copy(self.hub(SMALL, Behavior(rate_limits=1, retry_after=date)))
        self.assertAlmostEqual(self.waits[0], 100, delta=2)

    def test_the_backoff_grows(self) -> None:
        self.copy(self.hub(SMALL, Behavior(rate_limits=4)))
        self.assertEqual(self.code, 0)
        for index, seconds in enumerate(self.waits, 1):
            self.assertTrue(2**index / 2 <= seconds <= 2**index, self.waits)

    def test_a_rate_limit_that_does_not_end_fails(self) -> None:
        self.assertRegex(self.failure(self.hub(SMALL, Behavior(rate_limits=100))), r"the Hub cannot be read after 8 attempts: \S+ answers 429")


class Rejects(CopyTest):
    def test_a_wrong_hash_leaves_nothing(self) -> None:
        for file in (File(b"x", listed_digest="0" * 64), File(blocks=20, listed_digest="0" * 64), File(b"x", lfs=False, listed_digest="0" * 40)):
            with self.subTest(size=file.size, lfs=file.lfs):
                self.assertIn("has the hash", self.failure(self.hub({"model.safetensors": file})))
                self.assertEqual((self.objects(), self.uploads()), ([], []))

    def test_a_wrong_size(self) -> None:
        self.assertIn("has 9 bytes from 0, instead of 10", self.failure(self.hub({"model.safetensors": File(b"x" * 10)}, Behavior(content_length=9))))

    def test_a_gated_model(self) -> None:
        hub = self.hub(SMALL, Behavior(gated=True))
        self.assertRegex(self.failure(hub), r"the model org/model is gated: accept its terms at \S+/org/model with the account of the Hub token, and set 'hubAccessTokenSecret'$")
        self.assertRegex(self.failure(hub, token="hf_other"), r"with the account of the Hub token$")
        self.copy(hub, token=TOKEN)
        self.assertEqual(self.code, 0)

    def test_a_private_model(self) -> None:
        hub = self.hub(SMALL, Behavior(private=True))
        self.assertIn("or it is private, which requires 'hubAccessTokenSecret' (status 401)", self.failure(hub))
        self.assertIn("or the account of the Hub token cannot read it", self.failure(hub, token="hf_other"))

    def test_an_unknown_model_commit_and_file(self) -> None:
        hub = self.hub(SMALL)
        self.assertIn("the model org/other does not exist on the Hub", self.failure(hub, modelId="org/other"))
        self.assertEqual(self.failure(hub, revision="f" * 40), f"the model org/model has no commit {'f' * 40}")
        self.assertIn("'include' has the pattern '*.gguf', which matches no file of the model org/model", self.failure(hub, include=["*.json", "*.gguf"]))
        self.assertIn("'exclude' matches all files", self.failure(hub, exclude=["*"]))

    def test_a_model_without_known_weights(self) -> None:
        self.assertIn("set 'include' to what the server reads", self.failure(self.hub({"a.gguf": File(b"x"), "config.json": git(b"{}")})))

    def test_a_name_that_is_also_a_folder(self) -> None:
        hub = self.hub({**SMALL, "draft": File(b"x")}, draft=SMALL)
        folder = {"folder": "draft", "modelId": "org/draft", "revision": COMMIT}
        self.assertIn("'subfolders' and the model both have draft", self.failure(hub, include=["draft"], subfolders=[folder]))

    def test_access_to_the_bucket(self) -> None:
        hub = self.hub(SMALL)
        self.s3.delete_bucket(Bucket="weights")
        self.assertIn("Amazon S3 rejects ListObjectsV2: NoSuchBucket", self.failure(hub))
        self.s3.create_bucket(Bucket="weights")

    def test_a_failure_stops_the_other_files(self) -> None:
        files = {**{f"model-{index}.safetensors": File(blocks=1) for index in range(30)}, "a.safetensors": File(blocks=2, listed_digest="0" * 64)}
        self.failure(self.hub(files))
        self.assertLess(len(self.objects()), 25)

    def test_no_thread_is_left(self) -> None:
        self.failure(self.hub({**SMALL, "x.safetensors": File(blocks=20, listed_digest="0" * 64)}))
        self.assertEqual([thread.name for thread in threading.enumerate() if "ThreadPool" in thread.name], [])


class KeepsTheToken(CopyTest):
    def test_the_token_and_signatures_go_nowhere_else(self) -> None:
        hub = self.hub(SMALL, Behavior(gated=True, rate_limits=1, expired=1, interrupted_at=[3]))
        output = self.copy(hub, token=TOKEN + "\n")
        self.assertEqual(self.code, 0, output)
        sent = {(server, headers.get("Authorization")) for server, _, headers in hub.requests}
        self.assertEqual(sent, {("hub", f"Bearer {TOKEN}"), ("contents", None)})
        self.assertNotIn(TOKEN, output)
        self.assertNotIn("secret-signature", output)

    def test_failures_do_not_have_the_token(self) -> None:
        for behavior in (Behavior(expired=100), Behavior(rate_limits=100), Behavior(interrupted_at=[0] * 100)):
            output = self.copy(self.hub(SMALL, behavior), token=TOKEN)
            self.assertEqual(self.code, 1)
            self.assertNotIn(TOKEN, output)
            self.assertNotIn("secret-signature", output)

    def test_a_redirect_to_an_address_without_encryption_is_rejected(self) -> None:
        hub = copy_snapshot.Hub("https://hub.example", TOKEN)
        error = copy_snapshot.urllib.error.HTTPError("https://hub.example/x", 302, "", {"Location": "http://other.example/x"}, io.BytesIO())  # type: ignore[arg-type]
        with mock.patch.object(hub.opener, "open", side_effect=error), self.assertRaisesRegex(copy_snapshot.Failure, "not encrypted"):
            hub.get("https://hub.example/x", copy_snapshot.Repository.parse({"modelId": MODEL, "revision": COMMIT}), {})


class Selects(unittest.TestCase):
    def select(self, *paths: str, **options: Any) -> list[str]:
        return copy_snapshot.select(copy_snapshot.Repository.parse({"modelId": MODEL, "revision": COMMIT, **options}), list(paths))

    def test_selects_what_servers_load(self) -> None:
        chosen = [
            "chat_template.jinja", "config.json", "generation_config.json", "merges.txt", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
            "model.safetensors.index.json", "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "vocab.json",
        ]
        left_out = [
            ".gitattributes", "README.md", "LICENSE", "original/consolidated.00.pth", "original/params.json", "pytorch_model-00001-of-00002.bin", "tf_model.h5",
            "flax_model.msgpack", "onnx/model.onnx", "onnx/config.json", "modeling_custom.py", "model-q4.gguf", "checkpoint-100/model.safetensors", "image.png",
            "consolidated.safetensors", "consolidated.safetensors.index.json",
        ]
        self.assertEqual(self.select(*chosen, *left_out), chosen)

    def test_keeps_consolidated_weights_if_there_are_no_others(self) -> None:
        paths = ["consolidated.safetensors", "params.json", "tekken.json"]
        self.assertEqual(self.select(*paths), paths)

    def test_keeps_pytorch_weights_if_there_are_no_safetensors(self) -> None:
        paths = ["config.json", "pytorch_model.bin", "pytorch_model.bin.index.json"]
        self.assertEqual(self.select(*paths, "training_args.bin"), paths)

    def test_keeps_one_precision(self) -> None:
        paths = ["model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/model-00001-of-00002.safetensors"]
        others = ["unet/diffusion_pytorch_model.fp16.safetensors", "vae/model.fp16-00001-of-00002.safetensors", "sd_xl_base_1.0.safetensors"]
        self.assertEqual(self.select(*paths, *others), paths)
        only = ["unet/diffusion_pytorch_model.fp16.safetensors"]
        self.assertEqual(self.select(*only), only)

    def test_copies_code_only_if_it_is_trusted(self) -> None:
        paths = ["config.json", "model.safetensors", "modeling.py"]
        self.assertEqual(self.select(*paths), paths[:2])
        self.assertEqual(self.select(*paths, trustRemoteCode=True), paths)
        self.assertEqual(self.select(*paths, include=["*"]), paths[:2])
        with self.assertRaisesRegex(copy_snapshot.Failure, "code is copied only with 'trustRemoteCode'"):
            self.select(*paths, include=["*.py"])

    def test_patterns(self) -> None:
        paths = ["README.md", "a.Q4_K_M.gguf", "a.Q8_0.gguf", "b/c.gguf"]
        self.assertEqual(self.select(*paths, include=["*Q4_K_M*.gguf"]), ["a.Q4_K_M.gguf"])
        self.assertEqual(self.select(*paths, include=["*.gguf"], exclude=["b/"]), ["a.Q4_K_M.gguf", "a.Q8_0.gguf"])


if __name__ == "__main__":
    unittest.main()
