"""The live preview says in a line what keeps it from starting, or from building."""

import socket
from types import SimpleNamespace

import pytest
from guard_preview import on_serve, port_problem, with_settings_check

from core.errors import BuildStopped

GOOD = "site_name: A\nsite_url: https://guide.example/\n"
BROKEN = f"{GOOD}nav: [index.md\nplugins: []\n"


def test_a_used_port_is_named_with_another():
    """Whoever has a preview open already learns how to start a second one."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        message = port_problem("127.0.0.1", port)
        server = SimpleNamespace(server_address=("127.0.0.1", port))
        with pytest.raises(BuildStopped):
            on_serve(server, config=None)
    assert message.startswith(f"The preview cannot use 127.0.0.1:{port} (Address already in use); ")
    assert message.endswith(f"write scripts/serve -a 127.0.0.1:{port + 1}.")
    assert port_problem("127.0.0.1", port) == ""


def test_a_broken_mkdocs_yml_is_one_line(tmp_path):
    """It stops the build as in a first look; once it is mended, the build goes on."""
    settings = tmp_path / "mkdocs.yml"
    built: list[str] = []
    server = SimpleNamespace(server_address=("127.0.0.1", 0), builder=lambda: built.append("site"))
    on_serve(server, config=SimpleNamespace(config_file_path=str(settings)))
    settings.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(BuildStopped) as stopped:
        server.builder()
    assert "\n" not in str(stopped.value)
    assert str(stopped.value).startswith("mkdocs.yml, line 3: ")
    assert built == []


def test_a_good_mkdocs_yml_is_built(tmp_path):
    """What the first look finds no fault with is built."""
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(GOOD, encoding="utf-8")
    (tmp_path / "data" / "strings").mkdir(parents=True)
    (tmp_path / "data" / "strings" / "en.yml").write_text("", encoding="utf-8")
    built: list[str] = []
    with_settings_check(lambda: built.append("site"), settings)()
    assert built == ["site"]
