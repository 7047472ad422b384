"""Compressed copies stand beside the files of words: whole, the same each time, and only where they help."""

import gzip

import brotli
import pytest
import write_compressed
from factories import config
from write_compressed import KINDS, SMALLEST, write

WORDS = "Words that come again and again. " * 60


@pytest.fixture
def site(tmp_path):
    """A finished site: a file of each kind, in folders, and some that need no copy."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for kind in KINDS:
        (tmp_path / "a" / f"long{kind}").write_text(WORDS + kind, encoding="utf-8")
    (tmp_path / "a" / "b" / "short.html").write_text("Words.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(WORDS.encode())
    (tmp_path / "_headers").write_text(WORDS, encoding="utf-8")
    return tmp_path


def contents(root):
    """Every file of a site with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_each_larger_file_of_words_gets_both_copies(site):
    """Text of every kind is copied; pictures, notes to hosts and what fits into one packet are not."""
    before = contents(site)
    written = write(site)
    names = [f"a/long{kind}{ending}" for kind in sorted(KINDS) for ending in (".br", ".gz")]
    assert sorted(path.relative_to(site).as_posix() for path in written) == sorted(names)
    assert set(contents(site)) == {*before, *names}


def test_a_copy_holds_the_same_words(site):
    """Unpacked, each copy is its file byte by byte, and packed it is smaller."""
    write(site)
    for kind in KINDS:
        words = (site / "a" / f"long{kind}").read_bytes()
        packed = {end: (site / "a" / f"long{kind}{end}").read_bytes() for end in (".br", ".gz")}
        assert brotli.decompress(packed[".br"]) == gzip.decompress(packed[".gz"]) == words
        assert max(map(len, packed.values())) < len(words)


def test_the_same_words_give_the_same_bytes(site, monkeypatch):
    """Neither the time of day nor the number of cores shows in a copy."""
    write(site)
    first = contents(site)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    write(site)
    assert contents(site) == first


@pytest.mark.parametrize(("size", "copies"), [(SMALLEST - 1, 0), (SMALLEST, 2)])
def test_the_smallest_file_worth_a_copy(size, copies, tmp_path):
    """From this size on a copy is written."""
    (tmp_path / "a.html").write_text("a" * size, encoding="utf-8")
    assert len(write(tmp_path)) == copies


@pytest.mark.parametrize("writes", [True, False], ids=["build", "preview"])
def test_the_live_preview_does_not_wait(writes, site):
    """While somebody writes, each change is shown without copies."""
    write_compressed.on_post_build(config=config(site, publishes=writes))
    assert (site / "a" / "long.html.br").exists() is writes
