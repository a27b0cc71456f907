"""Telegram's side of a talk over real HTTP, whoever plays it."""

import sys
import threading
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

Params = dict[str, Any]


class Side(ThreadingHTTPServer):
    """A server that a bot calls, and people write to. One thread a connection; ``changed`` guards it all."""

    daemon_threads = True

    def __init__(self, connection: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), connection)
        self.changed = threading.Condition()
        self.over = False
        self.webhook: Params = {"url": ""}
        self.violations: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def write(self, user: int, *, text: str) -> int:
        """Have a person's message delivered; gives the update's number, or 0 where it is not told."""
        raise NotImplementedError

    def handle_error(self, *_: object) -> None:
        """Keep quiet of a bot that was killed in the middle of a call; of all else tell."""
        if not isinstance(sys.exc_info()[1], OSError):
            self.violations.append(traceback.format_exc())

    def stop(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()
        self.shutdown()
        self.server_close()

    def until(self, reached: Callable[[], bool], seconds: float = 60) -> bool:
        """Wait until something is the case, looked at after each call and from time to time."""
        deadline = monotonic() + seconds
        while not reached():
            if monotonic() > deadline:
                return False
            with self.changed:
                self.changed.wait(0.05)
        return True


class Answering(BaseHTTPRequestHandler):
    """One connection of whoever calls."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.get()

    def do_POST(self) -> None:
        self.post()

    def get(self) -> None:
        """Answer a request for a file."""
        self.answer(404, b"", "text/plain")

    def post(self) -> None:
        """Answer a call."""
        raise NotImplementedError

    def body(self) -> bytes | None:
        """Read what was sent; ``None`` where the caller was killed in the middle of it."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if len(body) < int(self.headers["Content-Length"] or 0):
            self.close_connection = True
            return None
        return body

    def answer(self, code: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the bot was killed meanwhile
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
