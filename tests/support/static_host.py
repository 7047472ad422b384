"""Serves folders as a plain file server does, with the guide's strict policy and its page for missing addresses."""

import re
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fake_exit_sites import run_server
from macro_environment import facts

from core.content_policy import format_policy

POLICY = format_policy(facts().headers.policy, {})  # for a folder that is not a built site
IN_HEADERS = re.compile(r"^/index\.html$.*?Content-Security-Policy: ([^\n]+)", re.M | re.S)


def policy_of(folder: Path) -> str:
    """The policy for pages of this folder, as the build wrote it for hosts; test_hosting.py checks what nginx sends."""
    headers = folder / "_headers"
    found = IN_HEADERS.search(headers.read_text(encoding="utf-8")) if headers.is_file() else None
    return found[1] if found else POLICY


class QuietHost(SimpleHTTPRequestHandler):
    """Serves a folder, and logs nothing."""

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


class StaticHost(QuietHost):
    """Serves a folder with the strict policy on each response, and the guide's own page for missing addresses."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy_of(Path(self.directory)))
        super().end_headers()

    def send_error(self, code: int, *_: Any) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class StaticHosts(ExitStack):
    """Serves folders until the block ends."""

    def serve(self, folder: Path) -> str:
        """Serve this folder on 127.0.0.1; returns its address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=str(folder)))
        return f"http://127.0.0.1:{self.enter_context(run_server(server))}"
