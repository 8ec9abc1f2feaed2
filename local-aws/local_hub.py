"""A Hugging Face Hub on this machine: two servers, of which the second one has the contents, as the real one redirects to another host."""

from __future__ import annotations

import functools
import hashlib
import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COMMIT = "0e9e39f249a16976918f6564b8830bc894c89659"
TOKEN = "hf_" + "s" * 34
BLOCK = 1024 * 1024


@dataclass
class File:
    """A file at the commit. Large ones repeat a block instead of having a content."""

    content: bytes = b""
    lfs: bool = True
    blocks: int = 0
    block: bytes = b"\xa5" * BLOCK
    listed_digest: str | None = None

    @property
    def size(self) -> int:
        return self.blocks * BLOCK or len(self.content)

    @functools.cached_property
    def digest(self) -> str:
        if self.listed_digest:
            return self.listed_digest
        found = hashlib.sha256() if self.lfs else hashlib.sha1(f"blob {self.size}\0".encode())
        for piece in self.pieces(0):
            found.update(piece)
        return found.hexdigest()

    def pieces(self, start: int) -> Iterator[bytes]:
        if not self.blocks:
            yield self.content[start:]
            return
        first, offset = divmod(start, BLOCK)
        for index in range(first, self.blocks):
            yield self.block[offset:] if index == first and offset else self.block


@dataclass
class Behavior:
    """What goes wrong. Counts are used up by the requests that they fail."""

    gated: bool = False
    private: bool = False
    rate_limits: int = 0
    retry_after: str | None = None
    expired: int = 0
    ignores_ranges: bool = False
    page_size: int = 1000
    # the byte after which the connection is closed, for as many requests
    interrupted_at: list[int] = field(default_factory=list)
    content_length: int | None = None


class LocalHub:
    def __init__(self, models: dict[str, dict[str, File]], behavior: Behavior | None = None, any_commit: bool = False):
        self.any_commit = any_commit
        self.models, self.behavior = models, behavior or Behavior()
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self.servers = [ThreadingHTTPServer(("127.0.0.1", 0), self.handler(name)) for name in ("hub", "contents")]
        for server in self.servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.endpoint, self.contents = (f"http://127.0.0.1:{server.server_port}" for server in self.servers)

    def close(self) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def uses(self, name: str) -> bool:
        """Whether one of the failures still has to happen."""
        with self.lock:
            left = getattr(self.behavior, name)
            if left:
                setattr(self.behavior, name, left - 1)
            return bool(left)

    def handler(hub, server_name: str) -> Any:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                hub.requests.append((server_name, self.path, dict(self.headers)))
                url = urllib.parse.urlsplit(self.path)
                path = urllib.parse.unquote(url.path).split("/")[1:]
                if server_name == "contents":
                    return self.content(path)
                if hub.uses("rate_limits"):
                    return self.refuse(429, **({"Retry-After": hub.behavior.retry_after} if hub.behavior.retry_after else {}))
                if path[:2] == ["api", "models"]:
                    return self.tree(f"{path[2]}/{path[3]}", path[5], urllib.parse.parse_qs(url.query))
                return self.resolve(f"{path[0]}/{path[1]}", path[3], "/".join(path[4:]))

            def has_token(self) -> bool:
                return self.headers.get("Authorization") == f"Bearer {TOKEN}"

            def tree(self, model: str, revision: str, query: dict[str, list[str]]) -> None:
                if model not in hub.models or (hub.behavior.private and not self.has_token()):
                    return self.refuse(401 if hub.behavior.private or not self.has_token() else 404, **{"X-Error-Code": "RepoNotFound"})
                if revision != COMMIT and not hub.any_commit:
                    return self.refuse(404, **{"X-Error-Code": "RevisionNotFound"})
                start = int(query.get("cursor", ["0"])[0])
                files = list(hub.models[model].items())
                following = start + hub.behavior.page_size
                entries = [{"type": "directory", "path": "a folder", "oid": "0", "size": 0}, *(entry(*each) for each in files[start:following])]
                link = {"Link": f'<{hub.endpoint}{urllib.parse.urlsplit(self.path).path}?recursive=true&cursor={following}>; rel="next"'}
                self.answer(200, json.dumps(entries).encode(), **(link if following < len(files) else {}))

            def resolve(self, model: str, revision: str, path: str) -> None:
                if hub.behavior.gated and not self.has_token():
                    return self.refuse(401, **{"X-Error-Code": "GatedRepo"})
                file = hub.models[model].get(path)
                if (revision != COMMIT and not hub.any_commit) or file is None:
                    return self.refuse(404, **{"X-Error-Code": "EntryNotFound"})
                if not file.lfs:
                    return self.stream(file)
                where = f"{hub.contents}/{model}/{urllib.parse.quote(path)}?X-Amz-Signature=secret-signature"
                self.answer(302, b"", Location=where, **{"X-Linked-Etag": f'"{file.digest}"', "X-Repo-Commit": COMMIT})

            def content(self, path: list[str]) -> None:
                if self.headers.get("Authorization"):
                    return self.refuse(400)
                if hub.uses("expired"):
                    return self.refuse(403)
                self.stream(hub.models["/".join(path[:2])]["/".join(path[2:])])

            def stream(self, file: File) -> None:
                asked = self.headers.get("Range")
                start = int(asked[6:-1]) if asked and not hub.behavior.ignores_ranges else 0
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(hub.behavior.content_length or file.size - start))
                self.send_header("ETag", '"etag"')
                self.end_headers()
                with hub.lock:
                    stop = hub.behavior.interrupted_at.pop(0) if hub.behavior.interrupted_at else None
                position = start
                for piece in file.pieces(start):
                    if stop is not None and position + len(piece) > stop:
                        self.wfile.write(piece[: max(0, stop - position)])
                        self.wfile.flush()
                        self.connection.close()
                        return
                    self.wfile.write(piece)
                    position += len(piece)

            def answer(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def refuse(self, status: int, **headers: str) -> None:
                self.answer(status, b"{}", **headers)

        return Handler


def entry(path: str, file: File) -> dict[str, Any]:
    if file.lfs:
        return {"type": "file", "path": path, "oid": "0", "size": file.size, "lfs": {"oid": file.digest, "size": file.size, "pointerSize": 134}}
    return {"type": "file", "path": path, "oid": file.digest, "size": file.size}
