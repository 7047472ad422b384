"""Pages served over https with all protective headers work, and run no script that was not in them when built."""

import write_compressed
import write_headers
import write_redirects
from macro_environment import facts
from nginx_server import serve
from page_helpers import EXAMPLES, MISSING, assert_none, open_nginx, search

SCRIPT = '<!doctype html>\n<meta charset="utf-8">\n<title>A</title><script>document.title = "ran"</script>'


def test_the_browser_console_is_empty(nginx, browser):
    """One page of each kind loads from nginx over https without a message in the browser's console."""
    output: list[str] = []
    with open_nginx(browser, nginx) as context:
        context.on("console", lambda message: output.append(f"{message.page.url}: {message.text}"))
        context.on("weberror", lambda error: output.append(f"{error.page.url}: {error.error}"))
        page = context.new_page()
        for address in EXAMPLES:
            answer = page.goto(address)
            assert answer.status == (404 if address == MISSING else 200), address
            if address == "/how/":
                assert search(page, "block")
    assert_none([text for text in output if "status of 404" not in text])


def test_a_script_runs_only_with_its_hash(browser, tmp_path):
    """An inline script that was in the page at build time runs; one added later does not."""
    site = tmp_path / "site"
    for page in ("", "later/"):
        (site / page).mkdir(parents=True)
        (site / page / "index.html").write_text(SCRIPT, encoding="utf-8")
    write_redirects.write(site, {}, {})
    write_headers.write(site, facts())
    write_compressed.write(site)
    late = site / "later" / "index.html"
    late.write_text(late.read_text(encoding="utf-8").replace("ran", "slipped in"), encoding="utf-8")
    for path in late.parent.glob("index.html.*"):
        path.unlink()
    (tmp_path / "nginx").mkdir()
    with serve(site, tmp_path / "nginx") as server, open_nginx(browser, server) as context:
        page = context.new_page()
        page.goto("/")
        assert page.title() == "ran"
        page.goto("/later/")
        assert page.title() == "A"
