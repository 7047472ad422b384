"""Measures responses per second of real nginx, with every header and with none: what do the headers cost?"""

import re
import subprocess

from nginx_server import NginxServer, serve

from benchmarks import peers
from benchmarks.report import Options, Result, comparison, table

RUNS = 10
PROGRAMS = ("nginx", "wrk")
PAGE = "how/"
SECONDS = 1  # of each run


def load_server(server: NginxServer) -> tuple[float, int]:
    """Request one page repeatedly over 16 keep-alive connections; returns responses per second and the errors."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-H", "Host: guide.example", "-H", "Accept-Encoding: br"]
    output = subprocess.check_output([*command, f"https://127.0.0.1:{server.https}/{PAGE}"], text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert rate, output
    errors = re.findall(r"Socket errors:.*|Non-2xx or 3xx responses: \d+", output)
    return float(rate[1]), sum(int(number) for line in errors for number in re.findall(r" (\d+)", line))


def measure(options: Options) -> Result:
    """Serve the same files twice, and measure in turn, A B A B."""
    project = peers.guide_without_downloads(options.source, options.folder / "guide")
    peers.build(project)
    site = (project.root / "site").resolve()
    for name in ("with", "without"):
        (options.folder / name).mkdir()
    without = {f"include {site}/_nginx.conf;": ""}
    with serve(site, options.folder / "with") as ours, serve(site, options.folder / "without", without) as bare:
        assert "content-security-policy" in ours.request(f"/{PAGE}").headers
        assert "content-security-policy" not in bare.request(f"/{PAGE}").headers
        pairs = [(load_server(ours), load_server(bare)) for _ in range(options.runs)]
    rates = comparison([(mine, other) for (mine, _), (other, _) in pairs], 0)
    errors = sum(errors for pair in pairs for _, errors in pair)
    rows = [["responses per second", *rates], ["errors", str(errors), "", ""]]
    return Result(table((f"`{PAGE}`", "every header", "no header", "ratio"), rows))
