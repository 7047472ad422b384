"""Asks real nginx for a page as fast as it answers, with every header and with none: what do the headers cost?"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import peers

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from nginx_server import Served, serve  # noqa: E402

PAGE = "how/"
SECONDS = 2
PAIRS = 5  # 20 seconds in all


def asked(served: Served) -> tuple[float, int]:
    """Ask for one page over and over, on sixteen lines that stay open; give answers a second, and errors."""
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "-H", "Host: guide.example", "-H", "Accept-Encoding: br"]
    said = subprocess.check_output([*command, f"https://127.0.0.1:{served.https}/{PAGE}"], text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    wrong = re.findall(r"Socket errors:.*|Non-2xx or 3xx responses: \d+", said)
    return float(rate[1]) if rate else 0.0, sum(int(number) for line in wrong for number in re.findall(r" (\d+)", line))


def main() -> None:
    """Serve the same files twice, ask in turn, A B A B, and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = peers.bare(folder / "guide")
        peers.build(root)
        for own in ("with", "without"):
            (folder / own).mkdir()
        without = {f"include {(root / 'site').resolve()}/_nginx.conf;": ""}
        with serve(root / "site", folder / "with") as ours, serve(root / "site", folder / "without", without) as bare:
            assert "content-security-policy" in ours.ask(f"/{PAGE}").headers
            assert "content-security-policy" not in bare.ask(f"/{PAGE}").headers
            pairs = [(asked(ours), asked(bare)) for _ in range(PAIRS)]
    print(f"{PAGE} by brotli over https, {PAIRS} pairs of {SECONDS} seconds, medians")
    for place, text in enumerate(("every header", "no header")):
        rates, errors = zip(*(pair[place] for pair in pairs), strict=True)
        print(f"{text:14}{median(rates):10,.0f} answers a second, errors: {sum(errors)}")
    print(f"{'ratio':14}{median(a / b for (a, _), (b, _) in pairs):10.2f}")


if __name__ == "__main__":
    main()
