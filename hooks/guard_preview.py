"""Reports a used port and an invalid mkdocs.yml in one line in the live preview, as a build does."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.errors import BuildStopped
from core.facts import check_settings


def port_problem(host: str, port: int) -> str:
    """Return what is wrong with the address of a preview, and what to write; an empty string if it is free."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the preview does
        try:
            found.bind((host, port))
        except OSError as error:
            return (
                f"The preview cannot use {host}:{port} ({error.strerror}); stop the one that runs there, or write "
                f"scripts/serve -a {host}:{port + 1}."
            )
    return ""


def with_settings_check(build: Callable[[], None], settings: Path) -> Callable[[], None]:
    """Return a build that first checks mkdocs.yml, and raises BuildStopped with a line for each mistake."""

    def check_and_build() -> None:
        if wrong := check_settings(settings):
            raise BuildStopped("\n".join(wrong))
        build()

    return check_and_build


def on_serve(server: Any, *, config: Any, **_: Any) -> None:
    """Called by MkDocs when the first build of a live preview is done, before the server starts."""
    if wrong := port_problem(*server.server_address[:2]):
        raise BuildStopped(wrong)
    server.builder = with_settings_check(server.builder, Path(config.config_file_path))
