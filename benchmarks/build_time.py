"""Times a cold build of the guide, all checks on, against plain Material with the macros plugin."""

import argparse
import tempfile
from pathlib import Path
from statistics import median

import peers


def main() -> None:
    """Build both in turn, A B A B, after one warm-up each; print medians and the median of the ratios.

    The warm-up makes the downloads; later builds copy them from the cache, as most builds do.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--pages", type=int, default=0, help="repeat the content until there are this many pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = peers.guide(Path(folder) / "guide", options.pages)
        theirs = peers.plain(Path(folder) / "plain", options.pages)
        peers.build(ours), peers.build(theirs)
        pairs = [(peers.build(ours)[0], peers.build(theirs)[0]) for _ in range(options.runs)]
        print(f"{len(list((ours / 'docs').rglob('*.md')))} pages, {options.runs} pairs, medians")
    print(f"{'':12}{'guide':>10}{'plain':>10}{'ratio':>10}")
    for index, name in enumerate(("wall, s", "cpu, s", "memory, MiB")):
        mine, other = [a[index] for a, _ in pairs], [b[index] for _, b in pairs]
        ratio = median(a / b for a, b in zip(mine, other, strict=True))
        print(f"{name:12}{median(mine):10.2f}{median(other):10.2f}{ratio:10.2f}")


if __name__ == "__main__":
    main()
