"""Counts the bytes and requests of one page with an empty cache, against plain Material and Zensical."""

import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import peers
from benchmarks.report import Options, Result, table

RUNS = 1
PROGRAMS = ("mkdocs", "mkdocs-material", peers.ZENSICAL, "Chromium")
PAGE = "how/"


class CompressedHandler(SimpleHTTPRequestHandler):
    """Serves files compressed with gzip at its highest level."""

    counts: dict[str, int]

    def do_GET(self) -> None:
        """Send the file, and record the size of the body."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 9, mtime=0)
        self.counts[self.path] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def load_page(browser: Browser, site: Path) -> tuple[dict[str, int], set[str]]:
    """Load one page with an empty cache; returns the bytes of each file sent, and every request to another address."""
    handler = type("Counting", (CompressedHandler,), {"counts": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    third_party: set[str] = set()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.on("request", lambda request: third_party.add(request.url) if not request.url.startswith(address) else None)
    page.goto(address + PAGE, wait_until="networkidle")
    page.close()
    server.shutdown()
    server.server_close()
    return handler.counts, third_party


def measure(options: Options) -> Result:
    """Build the guide and its peers, load the page from each, and count."""
    python = peers.install(peers.ZENSICAL, options.installed)
    projects = {
        "guide": peers.guide_without_downloads(options.source, options.folder / "guide"),
        "plain Material": peers.plain_material(options.source, options.folder / "plain"),
        "Zensical": peers.zensical_project(options.source, options.folder / "zensical", python),
    }
    for project in projects.values():
        peers.build(project)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        weights = [load_page(browser, project.root / "site") for project in projects.values()]
    rows = [
        ["bytes", *(f"{sum(sent.values()):,}" for sent, _ in weights)],
        ["requests", *(str(len(sent)) for sent, _ in weights)],
        ["requests to other addresses", *(str(len(third_party)) for _, third_party in weights)],
    ]
    files = sorted(weights[0][0].items(), key=lambda item: -item[1])
    listed = ", ".join(f"`{path}` {size:,}" for path, size in files)
    return Result(f"{table((f'`{PAGE}`', *projects), rows)}\nThe bytes of the guide: {listed}.\n")
