"""Emergency numbers and helplines by country, readable without scripts: for a reader who needs a person now."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from babel import Locale

from core.errors import require_known
from core.facts import Facts
from core.joined_records import Country, tel_url
from core.numbers_and_names import sort_key
from core.schema import EMERGENCY_PURPOSES, HELPLINE_KINDS, EmergencyNumbers, Helpline
from macros.render import render

TERRITORY = re.compile(r"[A-Z]{2}")  # the codes of countries, among others, in CLDR
MAX_COUNTRIES = 10  # countries below one link of the index: as many as one screen of a phone shows
SUMMARY_PURPOSES = ("emergency", "police", "ambulance", "general")  # the purposes of numbers beside a country's name


@dataclass(frozen=True)
class CountryCard:
    """A country as a page shows it: its emergency numbers by purpose, and its helplines by kind."""

    country: Country
    calls: list[tuple[str, tuple[str, ...]]]  # emergency numbers, by the label of what they are for
    summary_numbers: list[tuple[str, tuple[str, ...]]]  # of them, those that are shown beside the country's name
    summary: str  # these and the crisis line, as text
    kinds: list[
        tuple[str, list[Helpline], list[Helpline]]
    ]  # of each kind the lines to call, and those that have only a site
    crisis: list[Helpline]  # the first line for the whole country, or one for each region
    life_in_danger: tuple[str, ...]  # whom to call where there is no crisis line
    child: bool  # whether there is a line for children
    women_only: bool
    names: str  # by which a reader looks for it


def helpline(facts: Facts, *country: str) -> str:
    """List whom to call in the countries named (two letters each), or in all, behind an index and a filter.

    A helpline's number is shown only where its confidence is high; of a country without such a line of a kind the
    official site is named. Countries of the setting `helpline_regions` come first and are open. Gives Markdown.
    """
    known = {entry.country: entry for entry in facts.countries}
    for code in country:
        require_known(code, known, "country", "data/emergency.yml")
    first = [country_card(facts, known[code]) for code in country or facts.practice.helpline_regions]
    cards = [] if country else [country_card(facts, entry) for entry in facts.countries]
    return render(
        "helpline",
        facts,
        first=first,
        groups=groups(cards),
        unconfirmed=any(_is_unconfirmed(card) for card in first + cards),
        directories=facts.directories,
        others=_unlisted_names(facts),
        left_out=[] if country else _anchor_ids(facts.left_out),
        tel_url=tel_url,
    )


def groups(countries: list[CountryCard]) -> list[dict[str, Any]]:
    """Return the countries in groups of at most ten, by the first letters of their names, for the links of the index.

    Takes the countries sorted by name. Countries that share their first two letters stay together.
    """
    found: list[dict[str, Any]] = []
    for start, same in groupby(countries, key=lambda card: sort_key(card.country.name)[:2]):
        entries = list(same)
        last = found[-1] if found and found[-1]["label"][0].lower() == start[0] else None
        if last and len(last["countries"]) + len(entries) <= MAX_COUNTRIES:
            last["countries"] += entries
        else:
            label = start.title() if last else start[0].upper()
            found.append({"label": label, "id": f"countries-{label.lower()}", "countries": entries})
    return found


def country_card(facts: Facts, entry: Country) -> CountryCard:
    """Return one country as a page shows it. Takes the facts and the country."""
    calls = purposes(entry)
    summary_numbers = _summary_numbers(facts, calls)
    all_kinds = [
        (kind, _lines_to_call(entry.lines, kind), _lines_with_site_only(entry.lines, kind)) for kind in HELPLINE_KINDS
    ]
    kinds = [kind for kind in all_kinds if kind[1] or kind[2]]
    crisis = entry.crisis
    return CountryCard(
        country=entry,
        calls=[(_label(facts, names), numbers) for names, numbers in calls],
        summary_numbers=summary_numbers,
        summary=_summary(facts, summary_numbers, crisis),
        kinds=kinds,
        crisis=crisis,
        life_in_danger=tuple(dict.fromkeys([*entry.ambulance[:1], *entry.general[:1]])) or entry.police[:1],
        child=any(kind == "child" for kind, *_ in kinds),
        women_only=_women_only(entry.lines),
        names=_names([entry.name, *entry.also]),
    )


def purposes(entry: EmergencyNumbers) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return a country's emergency numbers with their purposes, the police first.

    The purpose is “emergency” for numbers that serve all purposes, and “general” for such numbers next to others.
    """
    given = [(purpose, getattr(entry, purpose)) for purpose in EMERGENCY_PURPOSES if getattr(entry, purpose)]
    general = entry.general or (entry.police if entry.ambulance else ())
    for_all = all(set(general) & set(numbers) for _, numbers in given)
    if for_all:
        given = [(purpose, tuple(number for number in numbers if number not in general)) for purpose, numbers in given]
    found = [
        (tuple(purpose for purpose, _ in same), numbers)
        for numbers, same in groupby((one for one in given if one[1]), key=lambda one: one[1])
    ]
    if for_all:
        return [(("emergency",), general), *found]
    return [*found, (("general",), entry.general)] if entry.general else found


def _anchor_ids(left_out: tuple[Country, ...]) -> list[str]:
    """The ids of countries that are not shown, and of their kinds of lines: links to them lead to the directories."""
    return [
        id
        for country in left_out
        for id in (country.id, *(f"{country.id}-{kind}" for kind in HELPLINE_KINDS if _has_kind(country, kind)))
    ]


def _has_kind(country: Country, kind: str) -> bool:
    """Whether the page names a line of this kind for a country, or its site."""
    return bool(_lines_to_call(country.lines, kind) or _lines_with_site_only(country.lines, kind))


def _women_only(lines: tuple[Helpline, ...]) -> bool:
    """Whether there is no line for an abused man: all sure lines for abuse are for women, and none is for men."""
    sure = [line for line in lines if line.confidence == "high"]
    abuse = [line.who.startswith("women") for line in sure if line.kind == "abuse"]
    return bool(abuse) and all(abuse) and not any(line.kind == "men" for line in sure)


def _unlisted_names(facts: Facts) -> str:
    """The names of the countries that are not listed, in small letters, for the filter (Unicode CLDR, by Babel)."""
    known = {entry.country for entry in facts.countries}
    territories = Locale.parse(facts.language, sep="-").territories
    names = [name for code, name in territories.items() if TERRITORY.fullmatch(code) and code not in known]
    return "|".join(sorted(sort_key(name) for name in names))


def _names(names: list[str]) -> str:
    """The names by which a reader looks for a country, with and without their accents, in small letters."""
    return "|".join(dict.fromkeys(form for name in names for form in (name.casefold(), sort_key(name)) if form))


def _is_unconfirmed(card: CountryCard) -> bool:
    """Whether a number that the card shows was never compared with the page of the service."""
    return not (card.country.confirmed and all(line.confirmed for _, lines, _ in card.kinds for line in lines))


def _lines_to_call(lines: tuple[Helpline, ...], kind: str) -> list[Helpline]:
    return [line for line in lines if line.kind == kind and line.confidence == "high"]


def _lines_with_site_only(lines: tuple[Helpline, ...], kind: str) -> list[Helpline]:
    """The unsure lines of a kind, if no sure one serves the same region."""
    covered = {line.region for line in _lines_to_call(lines, kind)}
    unsure = [line for line in lines if line.kind == kind and line.confidence == "medium"]
    return [line for line in unsure if None not in covered and line.region not in covered]


def _summary_numbers(
    facts: Facts, calls: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> list[tuple[str, tuple[str, ...]]]:
    """The emergency numbers beside a country's name, by their labels: two for each purpose at most."""
    first = [(tuple(name for name in names if name in SUMMARY_PURPOSES), numbers[:2]) for names, numbers in calls]
    shown_already = [number for names, numbers in first if names != ("general",) for number in numbers]
    return [
        (_label(facts, names), numbers)
        for names, numbers in first
        if names and (names != ("general",) or not set(numbers) <= set(shown_already))
    ]


def _summary(facts: Facts, summary_numbers: list[tuple[str, tuple[str, ...]]], crisis: list[Helpline]) -> str:
    """The numbers beside a country's name while it is collapsed, as text."""
    strings = facts.strings
    emergency = [f"{label} {strings['helpline_or'].join(numbers)}" for label, numbers in summary_numbers]
    crisis_lines = [f"{line.show} ({line.region})" if line.region else line.show for line in crisis]
    return " · ".join(
        [*emergency, *([f"{strings['helpline_crisis']} {', '.join(crisis_lines)}"] if crisis_lines else [])]
    )


def _label(facts: Facts, names: tuple[str, ...]) -> str:
    """The label of some purposes, such as “Ambulance and fire brigade”."""
    words = [facts.strings[f"helpline_{name}"] for name in names]
    return facts.strings["helpline_and"].join([words[0], *(word.lower() for word in words[1:])])
