"""Serves stand-ins for the two exit sites on this machine: https, under their real host names."""

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
PAGE = f"<!doctype html><html lang=en><title>{TITLE}</title><body bgcolor=#2f6f8f>".encode()  # without any text


class ExitSite(BaseHTTPRequestHandler):
    """Answers every request with a page of one colour, without text."""

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
        """Log nothing."""


class QuietServer(ThreadingHTTPServer):
    """A server that ignores closed connections: a browser closes them when it rejects a self-signed certificate."""

    def handle_error(self, *_: Any) -> None:
        """Ignore the error."""


@contextmanager
def run_server(server: Any) -> Iterator[int]:
    """Run a server in a thread until the block ends; gives its port."""
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
def serve_exit_sites(certificate: Path, key: Path, pause: float) -> Iterator[int]:
    """Serve the stand-ins over https, for any name of the certificate, each answer after a pause; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = QuietServer(("127.0.0.1", 0), type("Slow", (ExitSite,), {"pause": pause}))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with run_server(server) as port:
        yield port


@contextmanager
def connect_proxy(ports: dict[str, int]) -> Iterator[int]:
    """Run an HTTP CONNECT proxy that forwards each of these host names to its port; any other name gets 502.

    Firefox needs it, since its settings cannot map host names to ports.
    """

    class Proxy(BaseRequestHandler):
        def handle(self) -> None:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (part := self.request.recv(65536)):
                    return
                request += part
            port = ports.get(request.split()[1].decode().partition(":")[0])
            if port is None or not request.startswith(b"CONNECT "):
                return self.request.sendall(b"HTTP/1.1 502 Not here\r\nContent-Length: 0\r\n\r\n")
            with socket.create_connection(("127.0.0.1", port)) as target:
                self.request.sendall(b"HTTP/1.1 200 Go on\r\n\r\n")
                backward = Thread(target=_relay, args=(target, self.request), daemon=True)
                backward.start()
                _relay(self.request, target)
                backward.join()

    with run_server(ThreadingTCPServer(("127.0.0.1", 0), Proxy)) as port:
        yield port


def _relay(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes from one socket to the other until the source closes."""
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
