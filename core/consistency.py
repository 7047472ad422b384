"""Consistency checks between facts that are each well formed: an editor may change one place and forget another."""

import re
from collections import Counter
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import phonenumbers

from core import schema
from core.errors import nearest


def problems(read: dict[str, Any], practice: dict[str, Any]) -> list[str]:
    """Judge facts against each other.

    Takes the content of all data files, each already of its shape, and the practice's settings; gives one line for
    each contradiction, with the file and what to write instead.
    """
    return [
        *_twice(read["countries"]),
        *_repeated("emergency.yml", "country", read["emergency"]),
        *_repeated("emergency.yml", "name", read["emergency"]),
        *_without_emergency(read["countries"], read["emergency"]),
        *_dials(read["countries"]),
        *_named_numbers(read["countries"]),
        *_regions(practice.get("helpline_regions"), read["emergency"]),
        *_repeated("channels.yml", "id", read["channels"]),
        *_repeated("pullbacks.yml", "id", read["pullbacks"]),
        *_repeated("exchanges.yml", "setting", read["exchanges"]),
        *_repeated("replies.yml", "id", read["replies"]),
        *_repeated("glossary.yml", "word", read["glossary"]),
        *_repeated("safety_check.yml", "id", read["safety_check"]["groups"]),
        *_repeated("safety_check.yml", "id", read["safety_check"]["outcomes"]),
        *_registers(read["replies"]),
        *_outcomes(read["safety_check"]),
        *_repeated("topics.yml", "code", list(read["topics"].values())),
        *_ways_out(read["quick_exit"]),
        *_sent_twice(read["headers"]),
        *_fields(practice),
        *_apart(read["topics"]),
        *_shadowed(read["topics"]),
    ]


def _twice(countries: list[dict[str, Any]]) -> list[str]:
    """Refuse a country or a line that is listed twice: an editor would change only one of them."""
    names = [(country["country"], None, None) for country in countries]
    names += [(c["country"], line["name"], line.get("region")) for c in countries for line in c["lines"]]
    return [
        f"data/helplines.yml: “{line or country}” is listed twice; keep one entry."
        for (country, line, _), times in Counter(names).items()
        if times > 1
    ]


def _without_emergency(countries: list[dict[str, Any]], emergency: list[dict[str, Any]]) -> list[str]:
    """Refuse a country that has helplines and no emergency numbers."""
    known = {entry["country"] for entry in emergency}
    return [
        f"data/emergency.yml: “{country['country']}” has helplines in data/helplines.yml and no emergency numbers "
        "here; add its entry, with the numbers of police, ambulance and fire brigade."
        for country in countries
        if country["country"] not in known
    ]


def _dials(countries: list[dict[str, Any]]) -> list[str]:
    """Refuse a number that is not dialled as it is shown, digit by digit: a reader would ring a stranger.

    How a country writes its numbers, with which digits before them at home, is known from Google's libphonenumber.
    """
    return [
        f"data/helplines.yml: “{line['name']}” shows {line['show']} but dials {line['dial']}; write the same number "
        "in both, in “dial” with + and the country code."
        for country in countries
        for line in country["lines"]
        if line.get("dial") and line.get("show") and not _same(line["show"], line["dial"], country["country"])
    ]


def _same(shown: str, dialled: str, country: str) -> bool:
    """Whether a number, as people in a country write it, is this one with + and the country code (E.164)."""
    try:
        rung = phonenumbers.parse(dialled)
        at_home = phonenumbers.country_code_for_region(country) or rung.country_code
        written = phonenumbers.parse(shown, phonenumbers.region_code_for_country_code(rung.country_code))
    except phonenumbers.NumberParseException:
        return False
    return written == rung and rung.country_code == at_home


def _named_numbers(countries: list[dict[str, Any]]) -> list[str]:
    """Refuse the number of an unsure line inside its name: it would be shown, and the page says that it is not."""
    return [
        f"data/helplines.yml: “{line['name']}” has its number in its name, while no number is shown of a line whose "
        "confidence is medium; take it out of the name."
        for country in countries
        for line in country["lines"]
        if line["confidence"] == "medium" and line.get("show") and _digits(line["show"]) in _digits(line["name"])
    ]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _regions(first: list[str] | None, emergency: list[dict[str, Any]]) -> list[str]:
    """Refuse a country that the settings want first and that nobody knows."""
    known = [country["country"] for country in emergency]
    return [
        f"mkdocs.yml, extra › practice: helpline_regions: no country “{code}” in data/emergency.yml; "
        f"{nearest(code, known)}."
        for code in first or []
        if code not in known
    ]


def _fields(practice: dict[str, Any]) -> list[str]:
    """Refuse a field of the form for two things, or one that the form's address fills in already: which would count?"""
    given = {name: field for name, field in (practice.get("apply_fields") or {}).items() if field}
    there = [name for name, _ in parse_qsl(urlsplit(practice.get("apply_url") or "").query, keep_blank_values=True)]
    times = Counter(map(_meant, [*given.values(), *there]))
    return [
        f"mkdocs.yml, extra › practice: apply_fields › {name}: “{field}” is filled in twice; name each field of the "
        "form once, and take it out of apply_url if it stands there."
        for name, field in given.items()
        if times[_meant(field)] > 1
    ]


def _meant(field: str) -> str:
    """The field that a form takes a name for: many know neither capitals nor the sign of a list."""
    return field.removesuffix("[]").casefold()


def _apart(topics: dict[str, dict[str, Any]]) -> list[str]:
    """Refuse a group whose topics do not stand together: the link sheet would name it twice."""
    runs = Counter(group for group, _ in groupby(topic["group"] for topic in topics.values()))
    return [
        f"data/topics.yml: the topics of the group “{group}” stand at {times} places; put them below each other."
        for group, times in runs.items()
        if times > 1
    ]


def _shadowed(topics: dict[str, dict[str, Any]]) -> list[str]:
    """Refuse a topic that is called like a code: their cards would stand at one address."""
    codes = {topic["code"] for topic in topics.values()}
    return [
        f"data/topics.yml: “{name}” is the name of a topic and a code; give the topic another name."
        for name in topics
        if name in codes
    ]


def _repeated(file: str, field: str, entries: list[dict[str, Any]]) -> list[str]:
    """Refuse two entries of one name: only one of them could be linked to, shown or changed."""
    times = Counter(entry[field] for entry in entries)
    return [
        f"data/{file}: the {field} “{name}” stands twice; give one of them another."
        for name in times
        if times[name] > 1
    ]


def _registers(replies: list[dict[str, str]]) -> list[str]:
    """Refuse words to send where none should be sent, and a missing way of saying them where some should."""
    wrong = []
    for reply in replies:
        given = [key for key in schema.REGISTERS if key in reply]
        missing = [key for key in schema.REGISTERS if key not in reply]
        if reply["needs"] == "yes" and missing:
            wrong.append(f"data/replies.yml: “{reply['id']}” needs a reply but has no {', '.join(missing)}; add it.")
        if reply["needs"] != "yes" and given:
            wrong.append(
                f"data/replies.yml: “{reply['id']}” is marked “{reply['needs']}”, yet {', '.join(given)} offers words "
                "to send; take them out."
            )
    return wrong


def _outcomes(check: dict[str, Any]) -> list[str]:
    """Refuse a question that leads nowhere: every way through the safety check must end with what to do."""
    known = [outcome["id"] for outcome in check["outcomes"]]
    leads = {"none": check["none"]} | {group["id"]: group["leads"] for group in check["groups"]}
    return [
        f"data/safety_check.yml: “{place}” leads to “{id}”, which is no outcome; {nearest(id, known)}."
        for place, id in leads.items()
        if id not in known
    ]


def _ways_out(exits: list[dict[str, Any]]) -> list[str]:
    """Refuse an exit without a second address: the first may not answer."""
    if len(exits) >= 2:
        return []
    return ["data/quick_exit.yml: “exits” needs two addresses, since the first may not answer; add another."]


def _sent_twice(headers: dict[str, Any]) -> list[str]:
    """Refuse a header that goes with every answer and with some: a browser would read both values as one."""
    places = headers["folders"] | {"missing": headers["missing"]}
    return [
        f"data/headers.yml: “{name}” stands under always and under {place}; keep it under folders, for all under /."
        for place, values in places.items()
        for name in values
        if name.lower() in {given.lower() for given in headers["always"]} | {"content-security-policy"}
    ]
