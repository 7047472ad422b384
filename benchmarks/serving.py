"""Measures requests per second of real nginx, with every header and with none: what do the headers cost?"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import peers

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from nginx_server import NginxServer, serve  # noqa: E402

PAGE = "how/"
SECONDS = 2
PAIRS = 5  # 20 seconds in all


def measure(server: NginxServer) -> tuple[float, int]:
    """Request one page repeatedly over 16 keep-alive connections; returns responses per second and the errors."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-H", "Host: guide.example", "-H", "Accept-Encoding: br"]
    output = subprocess.check_output([*command, f"https://127.0.0.1:{server.https}/{PAGE}"], text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    errors = re.findall(r"Socket errors:.*|Non-2xx or 3xx responses: \d+", output)
    return float(rate[1]) if rate else 0.0, sum(
        int(number) for line in errors for number in re.findall(r" (\d+)", line)
    )


def main() -> None:
    """Serve the same files twice, measure in turn, A B A B, and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = peers.bare(folder / "guide")
        peers.build(root)
        for name in ("with", "without"):
            (folder / name).mkdir()
        without = {f"include {(root / 'site').resolve()}/_nginx.conf;": ""}
        with serve(root / "site", folder / "with") as ours, serve(root / "site", folder / "without", without) as bare:
            assert "content-security-policy" in ours.request(f"/{PAGE}").headers
            assert "content-security-policy" not in bare.request(f"/{PAGE}").headers
            pairs = [(measure(ours), measure(bare)) for _ in range(PAIRS)]
    print(f"{PAGE} by brotli over https, {PAIRS} pairs of {SECONDS} seconds, medians")
    for index, text in enumerate(("every header", "no header")):
        rates, errors = zip(*(pair[index] for pair in pairs), strict=True)
        print(f"{text:14}{median(rates):10,.0f} answers a second, errors: {sum(errors)}")
    print(f"{'ratio':14}{median(a / b for (a, _), (b, _) in pairs):10.2f}")


if __name__ == "__main__":
    main()
