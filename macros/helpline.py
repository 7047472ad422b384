"""Emergency numbers and helplines by country, readable without scripts: for a reader who needs a person now."""

import re
from typing import Any

from macros.facts import Facts
from macros.refusal import Refused, nearest
from macros.render import render


def helpline(facts: Facts, *country: str) -> str:
    """List the helplines of the countries named (two letters each), or of all, with the directories of the world.

    Numbers are shown only where confidence is high; of a country without such a line the official site is named.
    Countries of the setting `helpline_regions` come first. Gives Markdown.
    """
    known = {entry["country"]: entry for entry in facts.countries}
    for code in country:
        if code not in known:
            raise Refused(f"no country “{code}” in data/helplines.yml; {nearest(code, known)}.")
    chosen = [known[code] for code in country] if country else _in_order(facts)
    shown = [_shown(entry) for entry in chosen]
    directories = [] if country else facts.directories
    return render("helpline", facts, countries=shown, directories=directories, dialled=dialled)


def dialled(show: str) -> str:
    """The digits with which a shown number begins: what stands behind it, such as “option 1”, cannot be dialled."""
    begins = re.search(r"[+\d][\d -]*", show)
    return re.sub(r"[ -]", "", begins[0]) if begins else ""


def _in_order(facts: Facts) -> list[dict[str, Any]]:
    first = facts.practice["helpline_regions"] or []
    rank = {code: place for place, code in enumerate(first)}
    return sorted(facts.countries, key=lambda entry: (rank.get(entry["country"], len(first)), entry["name"]))


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    """One country as the page shows it: lines to call, and sites where no number can be stood behind."""
    high = [line for line in entry["lines"] if line["confidence"] == "high"]
    covered = {(line["kind"], line["region"]) for line in high} | {(line["kind"], None) for line in high}
    sites = [line for line in entry["lines"] if (line["kind"], line["region"]) not in covered]
    id = re.sub(r"[^a-z0-9]+", "-", entry["name"].lower()).strip("-") or entry["country"].lower()
    return entry | {"id": id, "call": high, "sites": sites}
