"""Serves a finished site as a careful host would, for tests: Debian's nginx with the repository's own settings."""

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
SETTINGS = ROOT / "deploy" / "nginx" / "guide.conf"
FOLDER = "/var/www/guide/site"
LIVE = f"/etc/letsencrypt/live/{NAME}"
AROUND = """# Debian's own nginx.conf, as far as it matters here, with every file and folder below one of our own.
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
class Answer:
    """What the server answers: its code, its headers by their names in small letters, and the bytes sent."""

    code: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A running server: its ports on 127.0.0.1, its certificate, and the folder of its logs."""

    https: int
    http: int
    certificate: Path
    folder: Path

    @property
    def rule(self) -> str:
        """What Chromium's --host-resolver-rules needs, so that https://guide.example/ is this server."""
        return f"MAP {NAME} 127.0.0.1:{self.https}"

    @cached_property
    def closed(self) -> ssl.SSLContext:
        """What a closed line needs: it trusts this server's certificate, and no other."""
        return ssl.create_default_context(cafile=self.certificate)

    def ask(self, path: str, method: str = "GET", *, safely: bool = True, **headers: str) -> Answer:
        """Ask for one address; `safely` over https, with the certificate checked, else over plain http."""
        line = socket.create_connection(("127.0.0.1", self.https if safely else self.http), timeout=10)
        if safely:
            line = self.closed.wrap_socket(line, server_hostname=NAME)
        connection = (HTTPSConnection if safely else HTTPConnection)(NAME)
        connection.sock = line
        try:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            got = connection.getresponse()
            found: dict[str, str] = {}
            for name, text in got.getheaders():  # one that is sent twice counts as both
                found[name.lower()] = f"{found[name.lower()]}, {text}" if name.lower() in found else text
            return Answer(got.status, found, got.read())
        finally:
            connection.close()


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """Make a certificate for these names, signed by nobody but itself; give its file and its key's."""
    crt, key = folder / f"{names[0]}.crt", folder / f"{names[0]}.key"
    known = ",".join(f"DNS:{name}" for name in names)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={known}"]
    subprocess.run([*command, "-out", crt, "-keyout", key], check=True, capture_output=True)
    return crt, key


def ports(count: int) -> list[int]:
    """So many free ports, all different."""
    free = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in free]
    for one in free:
        one.close()
    return found


def settings(site: Path, https: int, http: int, crt: Path, key: Path) -> str:
    """The repository's settings with what is a host's own in the place of what is marked as yours to change."""
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
        assert theirs in text, f"{SETTINGS.name} holds no {theirs!r}"
        text = text.replace(theirs, ours)
    return text


@contextmanager
def serve(site: Path, folder: Path, edits: dict[str, str] | None = None) -> Iterator[Served]:
    """Serve a finished site until the block ends. `folder` is for the server's own files, and for nothing else.

    `edits` replaces texts of the settings, so that a test can see what would happen without one of them.
    """
    crt, key = certificate(folder, NAME)
    https, http = ports(2)
    text = settings(site.resolve(), https, http, crt, key)
    for old, new in (edits or {}).items():
        assert old in text, f"{SETTINGS.name} holds no {old!r}"
        text = text.replace(old, new)
    (folder / "guide.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # a folder of a test is nobody else's to read
    (folder / "nginx.conf").write_text(AROUND.format(user=user), encoding="utf-8")
    command = ["/usr/sbin/nginx", "-p", folder, "-e", "error.log", "-c", folder / "nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, https, folder)
        yield Served(https, http, crt, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen, port: int, folder: Path) -> None:
    """Come back as soon as the server answers."""
    for _ in range(200):
        assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError(f"nginx did not answer at port {port}")
