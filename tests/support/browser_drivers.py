"""Real Chromium and real Firefox with a profile on disk, driven as a reader would: by pointer, keys, Back and Forward.

Both are read the same way, so that one walk through the guide measures both.
"""

import base64
import hashlib
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from fake_exit_sites import exchange
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

PATIENCE = 15.0  # seconds
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_MEMORY = "--disable-back-forward-cache"  # Playwright's own wish, which would hide what Back can bring up
SETTINGS = {  # of Firefox: nothing on its own account, and all names through the exchange
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.no_proxies_on": "",
    "network.proxy.type": 1,
    "services.settings.server": "https://settings.invalid/v1",
    "toolkit.telemetry.enabled": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


class Reader(Protocol):
    """What a reader can do with a browser, and what can be seen of it."""

    name: str
    version: str

    def open(self, address: str) -> None:
        """Type an address."""

    def press(self, selector: str) -> None:
        """Press the first thing that fits, with the pointer."""

    def write(self, text: str) -> None:
        """Type into what has the focus."""

    def run(self, expression: str) -> Any:
        """What an expression gives on the page that is shown."""

    def until(self, expression: str) -> None:
        """Wait until an expression holds on the page, also while it is being left for another."""

    def entries(self) -> tuple[int, list[str]]:
        """Which entry of the tab's list is shown, and the addresses of all."""

    def title(self) -> str:
        """The title of the entry that is shown."""

    def step(self, by: int) -> None:
        """Back (-1) or Forward (1), if there is an entry; does not wait for the page."""

    def watch(self, seconds: float) -> list[bytes]:
        """What is painted during a while, as pictures; the last is what is seen at its end."""

    def remembered(self, start: str) -> bool:
        """Whether Back or Forward brought up a page from the browser's memory whose address begins so."""

    def listed(self) -> list[str]:
        """The addresses that the browser's own history page shows."""


def _patiently(run: Callable[[str], Any], expression: str) -> None:
    """Ask until it holds; a page that is being left or loaded may give no answer yet."""
    end, last = time.monotonic() + PATIENCE, None
    while time.monotonic() < end:
        try:
            if run(expression):
                return
        except (RuntimeError, Error) as error:
            last = error
        time.sleep(0.05)
    raise TimeoutError(f"This never held: {expression} ({last})")


class Chromium:
    """Debian's Chromium. After the exit its own protocol is asked: Playwright loses a page that Back restores."""

    name = "chromium"

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.pages[0]
        self.tab = context.new_cdp_session(self.page)
        self.version = self.tab.send("Browser.getVersion")["product"].partition("/")[2]
        self.painted: list[bytes] = []
        self.arrivals: list[tuple[str, str]] = []
        self.tab.on("Page.frameNavigated", lambda event: self.arrivals.append((event["type"], event["frame"]["url"])))
        self.tab.on("Page.screencastFrame", self._paint)
        self.tab.send("Page.enable")

    def open(self, address: str) -> None:
        self.page.goto(address)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def run(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def until(self, expression: str) -> None:
        _patiently(self.run, expression)

    def _list(self) -> dict[str, Any]:
        for _ in range(int(PATIENCE * 20)):
            with suppress(Error):  # “Not attached to an active page”: one page is just taking the place of another
                return self.tab.send("Page.getNavigationHistory")
            time.sleep(0.05)
        raise TimeoutError("Chromium does not say what the tab's list holds.")

    def entries(self) -> tuple[int, list[str]]:
        found = self._list()
        return found["currentIndex"], [entry["url"] for entry in found["entries"]]

    def title(self) -> str:
        found = self._list()
        return found["entries"][found["currentIndex"]]["title"]

    def step(self, by: int) -> None:
        found = self._list()
        index = found["currentIndex"] + by
        if 0 <= index < len(found["entries"]):
            self.tab.send("Page.navigateToHistoryEntry", {"entryId": found["entries"][index]["id"]})

    def _paint(self, event: dict[str, Any]) -> None:
        self.painted.append(base64.b64decode(event["data"]))
        self.tab.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def watch(self, seconds: float) -> list[bytes]:
        if not self.painted:
            self.tab.send("Page.startScreencast", {"format": "png"})
        self.painted = self.painted[-1:]
        self.page.wait_for_timeout(seconds * 1000)
        for _ in range(int(PATIENCE * 10)):
            if self.painted:
                break
            self.page.wait_for_timeout(100)  # the first picture is still being made
        return self.painted

    def remembered(self, start: str) -> bool:
        return any(kind == "BackForwardCacheRestore" and address.startswith(start) for kind, address in self.arrivals)

    def listed(self) -> list[str]:
        page = self.context.new_page()
        page.set_viewport_size({"width": 1280, "height": 3000})  # only the rows in view are there
        page.goto("chrome://history")
        page.locator("history-item").first.wait_for()
        found = page.locator("history-item a").evaluate_all("links => links.map((link) => link.href)")
        page.close()
        return found


@contextmanager
def chromium(profile: Path, ports: dict[str, int], certificates: list[Path]) -> Iterator[Chromium]:
    """Start Chromium with this profile; each name leads to its port, and no other name leads anywhere.

    A certificate is trusted by its key: were its faults only ignored, Chromium would keep no copy of any page.
    """
    names = ",".join([*(f"MAP {name} 127.0.0.1:{port}" for name, port in ports.items()), "MAP * ~NOTFOUND"])
    trust = f"--ignore-certificate-errors-spki-list={','.join(map(_key, certificates))}"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            args=[*ARGUMENTS, trust, f"--host-resolver-rules={names}"],
            ignore_default_args=[NO_MEMORY],
            viewport={"width": 390, "height": 844},
        )
        try:
            yield Chromium(context)
        finally:
            context.close()


def _key(certificate: Path) -> str:
    """The mark of a certificate's public key (RFC 7469)."""
    public = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True
    )
    lines = [line for line in public.stdout.splitlines() if b"-----" not in line]
    return base64.b64encode(hashlib.sha256(base64.b64decode(b"".join(lines))).digest()).decode()


class Firefox:
    """Debian's Firefox, spoken to by its own remote protocol, Marionette: a length, a colon, and JSON."""

    name = "firefox"

    def __init__(self, line: socket.socket, heard: BinaryIO) -> None:
        self.line = line
        self.heard = heard
        self.sent = 0
        self._answer()  # it greets
        found = self.ask("WebDriver:NewSession", acceptInsecureCerts=True)
        self.version = found["capabilities"]["browserVersion"]
        self.ask("WebDriver:SetWindowRect", width=500, height=844)

    def ask(self, name: str, **values: Any) -> Any:
        """Send one command and wait for what comes of it."""
        self.sent += 1
        text = json.dumps([0, self.sent, name, values]).encode()
        self.line.sendall(b"%d:%s" % (len(text), text))
        _, _, error, found = self._answer()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return found

    def _answer(self) -> Any:
        length = b""
        while (sign := self.heard.read(1)) != b":":
            if not sign:
                raise ConnectionError("Firefox is gone")
            length += sign
        return json.loads(self.heard.read(int(length)))

    def browser(self, script: str) -> Any:
        """What a script gives that runs in the browser's own window instead of in the page."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.ask("WebDriver:ExecuteScript", script=script, args=[])["value"]
        finally:
            self.ask("Marionette:SetContext", value="content")

    def open(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def press(self, selector: str) -> None:
        # By the pointer: Marionette's ready-made click listens to “unload”, which keeps the page out of Back's memory.
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)["value"]
        moves = [
            {"type": "pointerMove", "origin": found, "x": 0, "y": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.ask("WebDriver:PerformActions", actions=[{"type": "pointer", "id": "hand", "actions": moves}])

    def write(self, text: str) -> None:
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def run(self, expression: str) -> Any:
        return self.ask("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

    def until(self, expression: str) -> None:
        _patiently(self.run, expression)

    def entries(self) -> tuple[int, list[str]]:
        index, addresses = self.browser(
            "const list = gBrowser.selectedBrowser.browsingContext.sessionHistory;"
            "return [list.index, Array.from({length: list.count}, (_, at) => list.getEntryAtIndex(at).URI.spec)];"
        )
        return index, addresses

    def title(self) -> str:
        return self.browser("return gBrowser.contentTitle")

    def step(self, by: int) -> None:
        self.browser("gBrowser.goForward()" if by > 0 else "gBrowser.goBack()")

    def watch(self, seconds: float) -> list[bytes]:
        end, painted = time.monotonic() + seconds, []
        while time.monotonic() < end or not painted:
            with suppress(RuntimeError):  # the page is just being changed for another
                painted.append(base64.b64decode(self.ask("WebDriver:TakeScreenshot", full=False)["value"]))
            time.sleep(0.06)
        return painted

    def remembered(self, start: str) -> bool:
        marked = "window.marked && location.href"  # what the walk wrote into the page before it was left
        return (self.run(marked) or "").startswith(start)

    def listed(self) -> list[str]:
        return self.browser(
            'const {PlacesUtils} = ChromeUtils.importESModule("resource://gre/modules/PlacesUtils.sys.mjs");'
            "const {history} = PlacesUtils;"
            "const {root} = history.executeQuery(history.getNewQuery(), history.getNewQueryOptions());"
            "root.containerOpen = true;"
            "return Array.from({length: root.childCount}, (_, at) => root.getChild(at).uri);"
        )


def _connected(port: int) -> socket.socket:
    """A line to a program that may still be starting."""
    for _ in range(int(PATIENCE * 20)):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port))
        time.sleep(0.05)
    raise TimeoutError("Firefox does not answer.")


@contextmanager
def firefox(profile: Path, ports: dict[str, int], _: list[Path]) -> Iterator[Firefox]:
    """Start Firefox with this profile; each name leads to its port, and no other name leads anywhere."""
    profile.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    with exchange(ports) as port, (profile.parent / "said").open("w") as said:
        _settle(profile, port, own)
        process = subprocess.Popen(
            ["firefox-esr", "--marionette", "--headless", "--remote-allow-system-access", "--profile", profile],
            env=os.environ | {"HOME": str(profile.parent)},
            stdout=said,
            stderr=said,
        )
        try:
            with _connected(own) as line, line.makefile("rb") as heard:
                reader = Firefox(line, heard)
                yield reader
                reader.ask("Marionette:Quit", flags=["eAttemptQuit"])  # as a person quits: all that it keeps is written
            process.wait(PATIENCE)
        finally:
            process.kill()
            process.wait()


def _settle(profile: Path, exchange_port: int, own_port: int) -> None:
    """Write the settings of a profile before its first start."""
    ways = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
    ways |= {f"network.proxy.{kind}_port": exchange_port for kind in ("http", "ssl")}
    wanted = SETTINGS | ways | {"marionette.port": own_port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")


BROWSERS = {"chromium": chromium, "firefox": firefox}
