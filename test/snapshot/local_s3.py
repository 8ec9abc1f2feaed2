"""The calls of Amazon S3 for uploads, as fast as possible: it counts the bytes and forgets them."""

from __future__ import annotations

import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 1024 * 1024


class LocalS3:
    def __init__(self) -> None:
        self.sizes: dict[str, dict[int, int]] = {}
        self.completed: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def handler(s3) -> Any:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                self.answer(200, b"<ListBucketResult></ListBucketResult>")

            def do_HEAD(self) -> None:
                self.answer(404)

            def do_POST(self) -> None:
                self.consume()
                path, _, query = self.path.partition("?")
                if "uploads" in query:
                    s3.sizes[path] = {}
                    return self.answer(200, b"<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>")
                s3.completed.append(path)
                self.answer(200, b"<CompleteMultipartUploadResult><ETag>etag</ETag></CompleteMultipartUploadResult>")

            def do_PUT(self) -> None:
                path, _, query = self.path.partition("?")
                number = int(urllib.parse.parse_qs(query).get("partNumber", ["1"])[0])
                s3.sizes.setdefault(path, {})[number] = self.consume()
                self.answer(200)

            def do_DELETE(self) -> None:
                self.answer(204)

            def consume(self) -> int:
                if self.headers.get("Expect"):
                    self.send_response_only(100)
                    self.end_headers()
                left = int(self.headers.get("Content-Length") or 0)
                buffer = memoryview(bytearray(PIECE))
                decoded = int(self.headers.get("X-Amz-Decoded-Content-Length") or left)
                if self.headers.get("Transfer-Encoding") == "chunked":
                    while size := int(self.rfile.readline(), 16):
                        self.rfile.read(size + 2)
                    self.rfile.readline()
                while left > 0:
                    left -= self.rfile.readinto(buffer[: min(left, PIECE)])
                return decoded

            def answer(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("ETag", '"etag"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler
