"""Stands in for the two sites to which the exit leads: real https at their real names, on this machine only."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

NAMES = ("www.wikipedia.org", "www.bbc.com")
TITLE = "Elsewhere"
PAGE = f"<!doctype html><html lang=en><title>{TITLE}</title><body bgcolor=#2f6f8f>".encode()  # no letter is painted


class Elsewhere(BaseHTTPRequestHandler):
    """A page of one colour and without a word, whatever is asked for."""

    protocol_version = "HTTP/1.1"
    pause = 0.0  # seconds before it answers

    def do_GET(self) -> None:
        time.sleep(self.pause)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the tests say what went wrong."""


class Patient(ThreadingHTTPServer):
    """A server that does not mind a browser that hangs up, as one does on a certificate that nobody signed."""

    def handle_error(self, *_: Any) -> None:
        """Wait for the browser's next try."""


@contextmanager
def running(server: Any) -> Iterator[int]:
    """Let a server answer for a while; gives its port."""
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def elsewhere(certificate: Path, key: Path, pause: float) -> Iterator[int]:
    """Answer over https for any name of the certificate, after a pause as on a slow line; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Patient(("127.0.0.1", 0), type("Slow", (Elsewhere,), {"pause": pause}))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with running(server) as port:
        yield port


@contextmanager
def exchange(ports: dict[str, int]) -> Iterator[int]:
    """Put a browser through by name to a port of this machine, as a proxy does (CONNECT); any other name is refused.

    Firefox needs it: its own settings can send all names to one port only.
    """

    class Exchange(BaseRequestHandler):
        def handle(self) -> None:
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (part := self.request.recv(65536)):
                    return
                asked += part
            port = ports.get(asked.split()[1].decode().partition(":")[0])
            if port is None or not asked.startswith(b"CONNECT "):
                return self.request.sendall(b"HTTP/1.1 502 Not here\r\nContent-Length: 0\r\n\r\n")
            with socket.create_connection(("127.0.0.1", port)) as other:
                self.request.sendall(b"HTTP/1.1 200 Go on\r\n\r\n")
                back = Thread(target=_pass_on, args=(other, self.request), daemon=True)
                back.start()
                _pass_on(self.request, other)
                back.join()

    with running(ThreadingTCPServer(("127.0.0.1", 0), Exchange)) as port:
        yield port


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Hand over what comes, until it ends."""
    with suppress(OSError):
        while part := one.recv(65536):
            other.sendall(part)
        other.shutdown(socket.SHUT_WR)
