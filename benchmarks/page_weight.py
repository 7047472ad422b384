"""Counts the bytes and requests of one page with an empty cache, against plain Material without web fonts."""

import gzip
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import peers
from playwright.sync_api import Browser, sync_playwright

PAGE = "how/"


class Compressed(SimpleHTTPRequestHandler):
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


def weigh(browser: Browser, site: Path) -> tuple[dict[str, int], set[str]]:
    """Load one page with an empty cache; returns the bytes of each file sent, and every request to another address."""
    handler = type("Counting", (Compressed,), {"counts": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    outside: set[str] = set()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.on("request", lambda request: outside.add(request.url) if not request.url.startswith(address) else None)
    page.goto(address + PAGE, wait_until="networkidle")
    page.close()
    server.shutdown()
    return handler.counts, outside


def main() -> None:
    """Build both, load the page from each, and print the bytes and the requests."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, make_project in (("guide", peers.bare), ("plain", peers.plain)):
            root = make_project(Path(folder) / name)
            peers.build(root)
            sent, outside = weigh(browser, root / "site")
            print(
                f"{name}: {sum(sent.values()):,} bytes of gzip in {len(sent)} requests, other addresses: {len(outside)}"
            )
            for path, size in sorted(sent.items(), key=lambda item: -item[1]):
                print(f"  {size:7,}  {path}")


if __name__ == "__main__":
    main()
