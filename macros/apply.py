"""The way to apply for a session: what happens, what goes along, and the links that leave the guide for it."""

from urllib.parse import quote, urlsplit

from babel import Locale

from core.facts import Facts
from core.joined_records import answered_topics, tel_url
from macros.render import render


def apply(facts: Facts) -> str:
    """Say how to apply, and lead to the practice's form, mail address and telephone number, those that are set.

    Takes nothing. Where none is set, a sheet to prepare with takes their place. To the form, only the language goes
    along by itself; a topic and a practice's code are added by the reader, with scripts (docs/assets/application.js).
    Gives Markdown.
    """
    practice, fields = facts.practice, facts.practice.apply_fields
    url = practice.apply_url or ""
    return render(
        "apply",
        facts,
        practice=practice,
        fields=dict(fields),
        ways=sum(map(bool, (url, practice.apply_email, practice.apply_phone))),
        url=url,
        link=add_query(url, {fields.language: facts.language} if fields.language else {}),
        host=urlsplit(url).netloc,
        code=facts.language,
        telephone=tel_url(practice.apply_phone or ""),
        language=Locale.parse(facts.language, sep="-").get_display_name(facts.language),
        topics={topic.slug: topic.title for topic in answered_topics(facts.topics) if topic.apply},
    )


def add_query(address: str, values: dict[str, str]) -> str:
    """Return an address with these names and values added to its query.

    As addQuery() in docs/assets/application.js. Works for any form that takes its fields from the address: a plain one,
    Jotform (names of fields) and Google Forms (entry. and a number).
    """
    without_fragment, mark, fragment = address.partition("#")
    _, has_query, query_before = without_fragment.partition("?")
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items())
    before = "?" if not has_query else "&" if query_before and not query_before.endswith("&") else ""
    return f"{without_fragment}{before}{query}{mark}{fragment}" if query else address
