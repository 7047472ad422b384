"""The handbook lists every setting: what it does, or why it is refused and what to write instead."""

from macro_environment import ROOT

from core.theme_settings import SETTINGS
from macros.settings_reference import settings_reference


def test_the_list_of_settings_is_up_to_date():
    """The page is what scripts/settings-reference writes, and has each setting in the table where it belongs."""
    page = settings_reference()
    assert (ROOT / "handbook" / "settings.md").read_text(encoding="utf-8") == page
    works, refused = page.split("## What is refused")
    for setting in SETTINGS:
        name = f"`{' › '.join(setting.key)}`"
        assert (name in works, name in refused) == (setting.works, bool(setting.refused)), name
