"""Serves a built site for tests with Debian's nginx and the repository's own configuration."""

import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from site_factory import ROOT

NAME = "guide.example"
SETTINGS = ROOT / "handbook" / "guide.conf"
FOLDER = "/var/www/guide/site"
LIVE = f"/etc/letsencrypt/live/{NAME}"
NGINX_CONF = """# Debian's own nginx.conf, reduced to what matters here, with every path inside one folder.
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
{user}
worker_processes 1;
daemon off;
pid nginx.pid;
error_log error.log info;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  types_hash_max_size 2048;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  access_log access.log;
  gzip on;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include guide.conf;
}}
"""


@dataclass(frozen=True)
class Response:
    """A response: status code, headers by lower-case name, and body as sent."""

    code: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class NginxServer:
    """A running server: its ports on 127.0.0.1, its certificate, and the folder with its logs."""

    https: int
    http: int
    certificate: Path
    folder: Path

    @property
    def resolver_rule(self) -> str:
        """For Chromium's --host-resolver-rules: maps https://guide.example/ to this server."""
        return f"MAP {NAME} 127.0.0.1:{self.https}"

    @cached_property
    def tls_context(self) -> ssl.SSLContext:
        """A TLS context that trusts only this server's certificate."""
        return ssl.create_default_context(cafile=self.certificate)

    def connect(self) -> HTTPSConnection:
        """A connection over https with the certificate verified, which is kept alive, and renewed when it is closed."""
        return _VerifiedConnection(self)

    def request(self, path: str, method: str = "GET", *, https: bool = True, **headers: str) -> Response:
        """Send one request, over https with the certificate verified, or over plain http."""
        connection = self.connect() if https else HTTPConnection("127.0.0.1", self.http, timeout=10)
        try:
            fields = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, headers={"Host": NAME, **fields})
            response = connection.getresponse()
            headers_sent: dict[str, str] = {}
            for name, text in response.getheaders():  # values of a repeated header are joined
                sent = headers_sent.get(name.lower())
                headers_sent[name.lower()] = text if sent is None else f"{sent}, {text}"
            return Response(response.status, headers_sent, response.read())
        finally:
            connection.close()


class _VerifiedConnection(HTTPSConnection):
    """A connection to a server on this machine, by the name in its certificate."""

    def __init__(self, server: NginxServer) -> None:
        super().__init__(NAME, timeout=20)
        self.server = server

    def connect(self) -> None:
        connected = socket.create_connection(("127.0.0.1", self.server.https), timeout=self.timeout)
        self.sock = self.server.tls_context.wrap_socket(connected, server_hostname=NAME)


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """Make a self-signed certificate for these host names; returns the files of certificate and key."""
    crt, key = folder / f"{names[0]}.crt", folder / f"{names[0]}.key"
    alternative_names = ",".join(f"DNS:{name}" for name in names)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={alternative_names}"]
    subprocess.run([*command, "-out", crt, "-keyout", key], check=True, capture_output=True)
    return crt, key


def free_ports(count: int) -> list[int]:
    """`count` different free ports."""
    free = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in free]
    for one in free:
        one.close()
    return found


def configuration(site: Path, https: int, http: int, crt: Path, key: Path) -> str:
    """The repository's nginx configuration, with this host's values where a host must put its own."""
    text = SETTINGS.read_text(encoding="utf-8")
    own = {
        FOLDER: str(site),
        f"{LIVE}/fullchain.pem": str(crt),
        f"{LIVE}/privkey.pem": str(key),
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "/var/log/nginx/guide.log": "guide.log",
    }
    for theirs, ours in own.items():
        assert theirs in text, f"{SETTINGS.name} does not contain {theirs!r}"
        text = text.replace(theirs, ours)
    return text


def in_folder(folder: str, other: Path) -> dict[str, str]:
    """The edits with which the guide is in a folder, such as /guide/, of a server that serves `other` besides."""
    return {
        " /404.html": f" {folder}404.html",
        "location ^~ / {": f"location / {{ root {other}; }}\n  location ^~ {folder} {{",
    }


@contextmanager
def serve(site: Path, folder: Path, edits: dict[str, str] | None = None) -> Iterator[NginxServer]:
    """Serve a built site until the block ends. `folder` is for the server's own files only.

    `edits` replaces texts in the configuration, so that a benchmark can see what happens without one of its rules.
    """
    crt, key = certificate(folder, NAME)
    https, http = free_ports(2)
    text = configuration(site.resolve(), https, http, crt, key)
    for old, new in (edits or {}).items():
        assert old in text, f"{SETTINGS.name} does not contain {old!r}"
        text = text.replace(old, new)
    (folder / "guide.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # other users cannot read a test's folder
    (folder / "nginx.conf").write_text(NGINX_CONF.format(user=user), encoding="utf-8")
    command = ["/usr/sbin/nginx", "-p", folder, "-e", "error.log", "-c", folder / "nginx.conf"]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(process, https, folder)
        yield NginxServer(https, http, crt, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(process: subprocess.Popen, port: int, folder: Path) -> None:
    """Return as soon as the server accepts connections."""
    for _ in range(200):
        assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError(f"nginx did not answer at port {port}")
