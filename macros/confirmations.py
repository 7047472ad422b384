"""The owner's list of numbers that a person must compare with the service's own page, made from data/."""

from datetime import date

from core.facts import Facts
from core.joined_records import Country

INTRODUCTION = """# Numbers to confirm

For the owner, or whoever checks numbers for them.
This page is made from `data/helplines.yml` and `data/emergency.yml`; change those, and not this page.
`scripts/confirmations` regenerates it, and so does a release; later changes are not in it yet.

1. Open the address and check that it is the service's own; for emergency numbers, that of the police or the government.
2. Compare the number, text, chat, hours, languages and whom it serves; read the note too.
3. Correct what differs, then write the day after `confirmed:` in the file.
4. Where that page does not confirm a shown number, set its confidence to medium; where it confirms an unsure one, high.

With `helpline_regions_only: true` in `mkdocs.yml` only the numbers of your own countries are listed, and asked for.
"""

TABLE = "| what | number | compare with | note | confirmed |\n| --- | --- | --- | --- | --- |"


def confirmations(facts: Facts) -> str:
    """Return the page as Markdown: the number of entries left to confirm, and a table for each country with helplines.

    Confirmed entries are listed with their date; hooks/check_release.py checks its age.
    """
    listed = [country for country in facts.countries if country.lines]
    others = [country for country in facts.countries if not country.lines and not country.confirmed]
    return "\n".join([
        INTRODUCTION,
        _remaining(listed, others),
        *(f"\n## {country.name}\n\n{TABLE}\n" + "\n".join(_rows(country)) for country in listed),
        "\n## Countries with emergency numbers only\n",
        "These rest on general knowledge, and the page says so; a release does not ask for them.\n",
        "\n".join(f"- {country.name}: {_emergency(country)}{_note(country)}" for country in others),
    ])  # fmt: skip


def _remaining(listed: list[Country], others: list[Country]) -> str:
    """How many numbers are still to confirm."""
    lines = [line for country in listed for line in country.lines if not line.confirmed]
    shown = sum(line.confidence == "high" for line in lines)
    countries = sum(not country.confirmed for country in listed)
    return (
        f"Still to confirm: the emergency numbers of {countries} countries and {shown} helplines, which a release asks "
        f"for; {len(lines) - shown} helplines of which the page shows only the site; "
        f"the emergency numbers of {len(others)} further countries."
    )


def _rows(country: Country) -> list[str]:
    return [
        _row("Emergency", _emergency(country), " ".join(country.seen), country.note, country.confirmed),
        *(
            _row(
                f"{line.name} ({line.kind}{'' if line.confidence == 'high' else '; not shown'})",
                " or ".join(filter(None, [line.show, *line.also])),
                line.site,
                line.note,
                line.confirmed,
            )
            for line in country.lines
        ),
    ]


def _emergency(country: Country) -> str:
    """All emergency numbers of a country in one line."""
    known = ("police", "ambulance", "fire", "general")
    return "; ".join(
        f"{purpose} {' or '.join(getattr(country, purpose))}" for purpose in known if getattr(country, purpose)
    )


def _note(country: Country) -> str:
    return f" ({country.note})" if country.note else ""


def _row(*cells: str | date | None) -> str:
    """A row of a Markdown table, with what would end a cell escaped."""
    return "| " + " | ".join(str(cell or "").replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
