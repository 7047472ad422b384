"""Drives real Chromium and real Firefox with a profile on disk as a reader would: by pointer, keys, Back and Forward.

Both have the same interface, so that one walk through the guide measures both.
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

from fake_exit_sites import connect_proxy
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

TIMEOUT = 15.0  # seconds
PROCESS_TIMEOUT = 120.0  # seconds until a browser with a new profile has started or has quit, on a busy machine
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BFCACHE = "--disable-back-forward-cache"  # a default of Playwright, which would hide what Back can restore
FIREFOX_PREFERENCES = {  # no requests of its own, and all host names through the proxy
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


class BrowserDriver(Protocol):
    """What a reader can do with a browser, and what can be observed of it."""

    name: str
    version: str

    def open(self, address: str) -> None:
        """Open an address."""

    def click(self, selector: str) -> None:
        """Click the first element that matches, with the pointer."""

    def type_text(self, text: str) -> None:
        """Type into the focused element."""

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression on the current page."""

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true, also while the page navigates."""

    def session_history(self) -> tuple[int, list[str]]:
        """The index of the current entry in the tab's session history, and the addresses of all entries."""

    def title(self) -> str:
        """The title of the current entry."""

    def go(self, by: int) -> None:
        """Go Back (-1) or Forward (1), if there is an entry; does not wait for the page."""

    def record(self, seconds: float) -> list[bytes]:
        """What the browser paints during these seconds, as PNGs; the last one is what is visible at the end."""

    def restored_from_memory(self, start: str) -> bool:
        """Whether Back or Forward restored a page whose address begins with `start` from the back/forward cache."""

    def history_page(self) -> list[str]:
        """The addresses that the browser's own history page shows."""


def _wait_until(evaluate: Callable[[str], Any], expression: str) -> None:
    """Evaluate until true; during a navigation the evaluation may fail."""
    end, last = time.monotonic() + TIMEOUT, None
    while time.monotonic() < end:
        try:
            if evaluate(expression):
                return
        except (RuntimeError, Error) as error:
            last = error
        time.sleep(0.05)
    raise TimeoutError(f"never true: {expression} ({last})")


class Chromium:
    """Debian's Chromium. After the exit it is driven by CDP, since Playwright loses a page that Back restores."""

    name = "chromium"

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.pages[0]
        self.tab = context.new_cdp_session(self.page)
        self.version = self.tab.send("Browser.getVersion")["product"].partition("/")[2]
        self.pictures: list[bytes] = []
        self.navigations: list[tuple[str, str]] = []
        self.tab.on("Page.frameNavigated", self._keep_navigation)
        self.tab.on("Page.screencastFrame", self._keep_picture)
        self.tab.send("Page.enable")

    def _keep_navigation(self, event: dict[str, Any]) -> None:
        self.navigations.append((event["type"], event["frame"]["url"]))

    def open(self, address: str) -> None:
        self.page.goto(address)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def type_text(self, text: str) -> None:
        self.page.keyboard.type(text)

    def evaluate(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def wait_for(self, expression: str) -> None:
        _wait_until(self.evaluate, expression)

    def _session_history(self) -> dict[str, Any]:
        for _ in range(int(TIMEOUT * 20)):
            with suppress(Error):  # “Not attached to an active page”, during a navigation
                return self.tab.send("Page.getNavigationHistory")
            time.sleep(0.05)
        raise TimeoutError("Chromium does not return the session history")

    def session_history(self) -> tuple[int, list[str]]:
        result = self._session_history()
        return result["currentIndex"], [entry["url"] for entry in result["entries"]]

    def title(self) -> str:
        result = self._session_history()
        return result["entries"][result["currentIndex"]]["title"]

    def go(self, by: int) -> None:
        result = self._session_history()
        index = result["currentIndex"] + by
        if 0 <= index < len(result["entries"]):
            self.tab.send("Page.navigateToHistoryEntry", {"entryId": result["entries"][index]["id"]})

    def _keep_picture(self, event: dict[str, Any]) -> None:
        self.pictures.append(base64.b64decode(event["data"]))
        self.tab.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def record(self, seconds: float) -> list[bytes]:
        if not self.pictures:
            self.tab.send("Page.startScreencast", {"format": "png"})
        self.pictures = self.pictures[-1:]
        self.page.wait_for_timeout(seconds * 1000)
        for _ in range(int(TIMEOUT * 10)):
            if self.pictures:
                break
            self.page.wait_for_timeout(100)  # the first picture is not there yet
        return self.pictures

    def restored_from_memory(self, start: str) -> bool:
        return any(
            kind == "BackForwardCacheRestore" and address.startswith(start) for kind, address in self.navigations
        )

    def history_page(self) -> list[str]:
        page = self.context.new_page()
        page.set_viewport_size({"width": 1280, "height": 3000})  # only visible rows are in the DOM
        page.goto("chrome://history")
        page.locator("history-item").first.wait_for()
        result = page.locator("history-item a").evaluate_all("links => links.map((link) => link.href)")
        page.close()
        return result


@contextmanager
def chromium(profile: Path, ports: dict[str, int], certificates: list[Path]) -> Iterator[Chromium]:
    """Start Chromium with this profile; each host name is mapped to its port, and no other name resolves.

    Certificates are trusted by their key: if errors were merely ignored, Chromium would not cache any page.
    """
    names = ",".join([*(f"MAP {name} 127.0.0.1:{port}" for name, port in ports.items()), "MAP * ~NOTFOUND"])
    trust = f"--ignore-certificate-errors-spki-list={','.join(map(_key_hash, certificates))}"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            args=[*ARGUMENTS, trust, f"--host-resolver-rules={names}"],
            ignore_default_args=[NO_BFCACHE],
            viewport={"width": 390, "height": 844},
        )
        try:
            yield Chromium(context)
        finally:
            context.close()


def _key_hash(certificate: Path) -> str:
    """The hash of a certificate's public key (RFC 7469)."""
    public = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True
    )
    lines = [line for line in public.stdout.splitlines() if b"-----" not in line]
    return base64.b64encode(hashlib.sha256(base64.b64decode(b"".join(lines))).digest()).decode()


class Firefox:
    """Debian's Firefox, driven by its remote protocol Marionette: messages are a length, a colon, and JSON."""

    name = "firefox"

    def __init__(self, connection: socket.socket, stream: BinaryIO) -> None:
        self.connection = connection
        self.stream = stream
        self.count = 0
        self._receive()  # its greeting
        result = self.command("WebDriver:NewSession", acceptInsecureCerts=True)
        self.version = result["capabilities"]["browserVersion"]
        self.command("WebDriver:SetWindowRect", width=500, height=844)

    def command(self, name: str, **values: Any) -> Any:
        """Send one command, and return its result."""
        self.count += 1
        text = json.dumps([0, self.count, name, values]).encode()
        self.connection.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise ConnectionError("Firefox has closed the connection")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def evaluate_in_browser(self, script: str) -> Any:
        """The result of a script that runs in the browser's chrome context instead of in the page."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            return self.command("WebDriver:ExecuteScript", script=script, args=[])["value"]
        finally:
            self.command("Marionette:SetContext", value="content")

    def open(self, address: str) -> None:
        self.command("WebDriver:Navigate", url=address)

    def click(self, selector: str) -> None:
        # By pointer actions: Marionette's own click command listens to “unload”, which disables the back/forward cache.
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        result = self.command("WebDriver:FindElement", using="css selector", value=selector)["value"]
        actions = [
            {"type": "pointerMove", "origin": result, "x": 0, "y": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.command("WebDriver:PerformActions", actions=[{"type": "pointer", "id": "pointer", "actions": actions}])

    def type_text(self, text: str) -> None:
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.command("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def evaluate(self, expression: str) -> Any:
        return self.command("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

    def wait_for(self, expression: str) -> None:
        _wait_until(self.evaluate, expression)

    def session_history(self) -> tuple[int, list[str]]:
        index, addresses = self.evaluate_in_browser(
            "const list = gBrowser.selectedBrowser.browsingContext.sessionHistory;"
            "return [list.index, Array.from({length: list.count}, (_, at) => list.getEntryAtIndex(at).URI.spec)];"
        )
        return index, addresses

    def title(self) -> str:
        return self.evaluate_in_browser("return gBrowser.contentTitle")

    def go(self, by: int) -> None:
        self.evaluate_in_browser("gBrowser.goForward()" if by > 0 else "gBrowser.goBack()")

    def record(self, seconds: float) -> list[bytes]:
        end, pictures = time.monotonic() + seconds, []
        while time.monotonic() < end or not pictures:
            with suppress(RuntimeError):  # during a navigation
                pictures.append(base64.b64decode(self.command("WebDriver:TakeScreenshot", full=False)["value"]))
            time.sleep(0.06)
        return pictures

    def restored_from_memory(self, start: str) -> bool:
        marked = "window.marked && location.href"  # set in the page before it was left
        return (self.evaluate(marked) or "").startswith(start)

    def history_page(self) -> list[str]:
        return self.evaluate_in_browser(
            'const {PlacesUtils} = ChromeUtils.importESModule("resource://gre/modules/PlacesUtils.sys.mjs");'
            "const {history} = PlacesUtils;"
            "const {root} = history.executeQuery(history.getNewQuery(), history.getNewQueryOptions());"
            "root.containerOpen = true;"
            "return Array.from({length: root.childCount}, (_, at) => root.getChild(at).uri);"
        )


def _connect(profile: Path, process: subprocess.Popen[bytes]) -> socket.socket:
    """A connection to Firefox, which writes the port that it chose into its profile once it has started."""
    active_port, end = profile / "MarionetteActivePort", time.monotonic() + PROCESS_TIMEOUT
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, ValueError):
            return socket.create_connection(("127.0.0.1", int(active_port.read_text())))
        time.sleep(0.05)
    log = (profile.parent / "firefox.log").read_text(encoding="utf-8", errors="replace")
    raise TimeoutError(f"Firefox did not start (exit code {process.poll()}):\n{log[-2000:]}")


@contextmanager
def firefox(profile: Path, ports: dict[str, int], _: list[Path]) -> Iterator[Firefox]:
    """Start Firefox with this profile; each host name is mapped to its port, and no other name resolves."""
    profile.mkdir(parents=True)
    with connect_proxy(ports) as port, (profile.parent / "firefox.log").open("w") as log:
        _write_preferences(profile, port)
        process = subprocess.Popen(
            ["firefox-esr", "--marionette", "--headless", "--remote-allow-system-access", "--profile", profile],
            env=os.environ | {"HOME": str(profile.parent)},
            stdout=log,
            stderr=log,
        )
        try:
            with _connect(profile, process) as connection, connection.makefile("rb") as stream:
                driver = Firefox(connection, stream)
                yield driver
                driver.command("Marionette:Quit", flags=["eAttemptQuit"])  # a normal quit writes all data to disk
            process.wait(PROCESS_TIMEOUT)
        finally:
            process.kill()
            process.wait()


def _write_preferences(profile: Path, proxy_port: int) -> None:
    """Write the preferences of a profile before its first start."""
    proxies = {f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")}
    proxies |= {f"network.proxy.{kind}_port": proxy_port for kind in ("http", "ssl")}
    preferences = FIREFOX_PREFERENCES | proxies | {"marionette.port": 0}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")


BROWSERS = {"chromium": chromium, "firefox": firefox}
