"""Takes the picture for the README, and stores in it a hash of the files that define the look of the first page."""

import base64
import hashlib
import struct
import zlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "handbook" / "pictures" / "first-page.png"
SHEET = """
<style>
  body {{ margin: 0; padding: 40px; display: flex; gap: 40px; align-items: end; background: #d9d4c8; width: 1180px; }}
  img {{ display: block; border-radius: 12px; box-shadow: 0 8px 30px rgb(0 0 0 / .25); }}
</style>
<img src="data:image/png;base64,{desk}" width="880"><img src="data:image/png;base64,{phone}" width="260">
"""


def source_hash() -> bytes:
    """A short hash of stylesheets and layout; the text of the page does not change it."""
    shown = ("docs/assets/palette.css", "docs/assets/guide.css", "docs/assets/home.css", "overrides/base.html")
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in shown)).hexdigest()[:16].encode()


def with_hash(png: bytes, value: bytes) -> bytes:
    """The picture with this hash in a tEXt chunk before its end (PNG specification 11.3.4.3)."""
    chunk = b"tEXtSource\0" + value
    return png[:-12] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[-12:]


def take_picture(page: Page, address: str) -> bytes:
    """Screenshots of the first page on a desktop and a phone, side by side, as one PNG."""
    views = {}
    for name, width, height in (("desk", 1280, 800), ("phone", 390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        views[name] = page.screenshot()
    page.set_viewport_size({"width": 1260, "height": 643})
    page.goto("about:blank")  # the policy of the guide's page would forbid the style of the sheet
    page.set_content(SHEET.format(**{name: _base64(view) for name, view in views.items()}))
    return page.screenshot()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def main() -> None:
    """Write the picture into the handbook."""
    site = ROOT / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        png = take_picture(browser.new_page(color_scheme="light"), f"http://127.0.0.1:{server.server_port}/")
        browser.close()
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(with_hash(png, source_hash()))


if __name__ == "__main__":
    main()
