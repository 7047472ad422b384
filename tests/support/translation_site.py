"""Builds a small translation into Urdu, which runs from right to left, beside a small guide in English."""

from pathlib import Path

from site_factory import BuildResult, build, make_project, page

SETTINGS = """INHERIT: mkdocs.yml
site_name: رہنما
site_url: https://guide.example/ur/
docs_dir: translations/ur
site_dir: site-ur
theme:
  language: ur
extra:
  translation_of: docs
"""
STRINGS = """language: ur
strings:
  help: مدد لیں
  quick_exit: ابھی نکلیں
  block_note: نوٹ
"""
BODY = """آپ اکیلے نہیں ہیں۔

## پہلا قدم { #first }

کسی ایسے شخص کو بتائیں جس پر آپ کو بھروسا ہو۔

!!! note

    دروازے کی چابی کسی دوست کے پاس رکھیں۔
"""
PAGES = {
    "index.md": page("رہنما", "[دوسرا صفحہ](other.md) پڑھیں۔", summary="ایک چھوٹا رہنما۔"),
    "other.md": page("دوسرا صفحہ", BODY, summary="کس کو بتائیں۔", handout="{none: It is a test.}"),
    "help/index.md": page("مدد", "## نمبر { #numbers }\n\n{{ helpline() }}\n\n## سوال { #ask }\n\n## پہلے { #before }"),
}


def write_translation(root: Path) -> Path:
    """Write an English project below `root`, and beside it a translation of three of its pages."""
    make_project(root, {"why.md": page("Why"), "other.md": page("Other")}, downloads=True)
    for name, text in PAGES.items():
        translated = root / "translations" / "ur" / name
        translated.parent.mkdir(parents=True, exist_ok=True)
        translated.write_text(text, encoding="utf-8")
    (root / "mkdocs.ur.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "data" / "strings" / "ur.yml").write_text(STRINGS, encoding="utf-8")
    return root


def build_translation(folder: Path) -> BuildResult:
    """Build the translation in this folder."""
    built = build(write_translation(folder / "guide"), "-f", "mkdocs.ur.yml")
    return BuildResult(built.code, built.output, folder / "guide" / "site-ur")
