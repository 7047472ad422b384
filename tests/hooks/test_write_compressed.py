"""Text files get compressed copies: complete, reproducible, and only where they help."""

import gzip

import brotli
import pytest
import write_compressed
from factories import config
from site_factory import contents
from write_compressed import LARGE_QUALITY, LARGE_SIZE, MIN_SIZE, QUALITY, SUFFIXES, write

TEXT = "Words that come again and again. " * 60


@pytest.fixture
def site(tmp_path):
    """Return a built site with a file of each type, and some that need no copy."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for suffix in SUFFIXES:
        (tmp_path / "a" / f"long{suffix}").write_text(TEXT + suffix, encoding="utf-8")
    (tmp_path / "a" / "b" / "short.html").write_text("Words.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(TEXT.encode())
    (tmp_path / "_headers").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_each_larger_text_file_gets_both_copies(site):
    """Text files of every type are compressed without loss; images, files for hosts and small files are not."""
    before = contents(site)
    written = write(site)
    names = [f"a/long{suffix}{end}" for suffix in sorted(SUFFIXES) for end in (".br", ".gz")]
    after = contents(site)
    assert sorted(path.relative_to(site).as_posix() for path in written) == sorted(names)
    assert set(after) == {*before, *names}
    for name in names:
        decompress = brotli.decompress if name.endswith(".br") else gzip.decompress
        assert decompress(after[name]) == before[name[:-3]], name
        assert len(after[name]) < len(before[name[:-3]]), name


def test_copies_are_reproducible(site, monkeypatch):
    """Neither the time nor the number of cores changes a copy."""
    write(site)
    first = contents(site)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    write(site)
    assert contents(site) == first


@pytest.mark.parametrize(("size", "copies"), [(MIN_SIZE - 1, 0), (MIN_SIZE, 2)])
def test_small_files_get_no_copy(size, copies, tmp_path):
    """From MIN_SIZE on, copies are written."""
    (tmp_path / "a.html").write_text("a" * size, encoding="utf-8")
    assert len(write(tmp_path)) == copies


@pytest.mark.parametrize(("size", "quality"), [(LARGE_SIZE - 1, QUALITY), (LARGE_SIZE, LARGE_QUALITY)])
def test_large_files_are_compressed_better(size, quality, tmp_path):
    """From LARGE_SIZE on, as the search index is, a file is worth more time."""
    content = " ".join(str(number**3) for number in range(LARGE_SIZE)).encode()[:size]
    (tmp_path / "a.json").write_bytes(content)
    write(tmp_path)
    assert (tmp_path / "a.json.br").read_bytes() == brotli.compress(content, quality=quality)


@pytest.mark.parametrize("writes", [True, False], ids=["build", "preview"])
def test_the_live_preview_gets_no_copies(writes, site):
    """The live preview skips compression, so that changes show quickly."""
    write_compressed.on_post_build(config=config(site, publishes=writes))
    assert (site / "a" / "long.html.br").exists() is writes


def test_a_release_is_compressed_best(site):
    """A release takes the time for smaller copies."""
    sizes = []
    for release in (False, True):
        write_compressed.on_post_build(config=config(site, extra={"release": release}, publishes=True))
        sizes.append((site / "a" / "long.html.br").stat().st_size)
    assert sizes[1] < sizes[0]
