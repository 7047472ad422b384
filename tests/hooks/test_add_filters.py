"""Templates write dates and numbers as macros do."""

from datetime import date

from add_filters import on_env
from factories import templates


def test_templates_write_dates_and_numbers():
    """A date is written in the language that is named, a number as an address that a phone dials."""
    env = templates("")
    on_env(env)
    text = env.from_string("{{ day | format_day('de') }}, {{ '0808 200' | tel_url }}").render(day=date(2026, 1, 2))
    assert text == "2 Januar 2026, tel:0808200"
