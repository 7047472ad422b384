"""Checks facts that are valid by themselves against each other: an editor may change one file and forget another."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import parse_qsl, urlsplit

import phonenumbers

from core import crisis_patterns
from core.errors import suggest
from core.publishing_schema import ExitAddress, Headers, TopicEntry
from core.schema import (
    REPLY_STYLES,
    BannedWording,
    Channel,
    CountryHelplines,
    DataFiles,
    EmergencyNumbers,
    Reply,
    RequiredWording,
    SafetyCheck,
)
from core.settings import PRACTICE_SETTINGS, Practice

VISIBLE_SIGN = re.compile(  # of a closed channel, as data/channels.yml words what the other person sees or hears
    r"\b(?:can see|can hear|no longer shows?|no longer see|shows?\b.*\bthat you left|one tick|comes back|error|gone)\b"
)


KIND_WORDS = {
    "therapy": "therap",
    "coaching": "coach",
    "counselling": "counsel",
}  # each kind, and how the words of an offer that name it begin
COUNTRY_ADVICE = "write the two letters of a country as data/emergency.yml has it, such as GB"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def problems(files: DataFiles, practice: Practice) -> list[str]:
    """Check facts against each other.

    Takes the content of all data files and the practice's settings; gives one line for each contradiction, with the
    file and what to write instead.
    """
    return [
        *_number_problems(files, practice),
        *_list_problems(files),
        *_rule_problems(files),
        *_missing_second_exit(files.quick_exit.quick_exit),
        *_duplicate_headers(files.headers.headers),
        *_apply_field_problems(practice),
        *_offer_problems(practice),
    ]


def _number_problems(files: DataFiles, practice: Practice) -> list[str]:
    helplines, emergency = files.helplines.countries, files.emergency.emergency
    return [
        *_duplicate_helplines(helplines),
        *_duplicates("emergency.yml", "country", (entry.country for entry in emergency)),
        *_duplicates("emergency.yml", "name", (entry.name for entry in emergency)),
        *_missing_emergency_numbers(helplines, emergency),
        *_mismatched_dial_numbers(helplines),
        *_numbers_in_names(helplines),
        *_duplicate_numbers(helplines),
        *_region_problems(practice, emergency),
    ]


def _list_problems(files: DataFiles) -> list[str]:
    check, replies, topics = files.safety_check.safety_check, files.replies.replies, files.topics.topics
    return [
        *_duplicates("channels.yml", "id", (channel.id for channel in files.channels.channels)),
        *_duplicates("menus.yml", "id", (menu.id for menu in files.menus.menus)),
        *_duplicates("pullbacks.yml", "id", (pullback.id for pullback in files.pullbacks.pullbacks)),
        *_duplicates("exchanges.yml", "setting", (exchange.setting for exchange in files.exchanges.exchanges)),
        *_duplicates("replies.yml", "id", (reply.id for reply in replies)),
        *_duplicates("glossary.yml", "word", (entry.word for entry in files.glossary.glossary)),
        *_duplicates("sources.yml", "title", (source.title for source in files.sources.sources.values())),
        *_duplicates("safety_check.yml", "id", (group.id for group in check.groups)),
        *_duplicates("safety_check.yml", "id", (outcome.id for outcome in check.outcomes)),
        *_duplicates("topics.yml", "code", (topic.code for topic in topics.values())),
        *_understated_notices(files.channels.channels),
        *_reply_style_problems(replies),
        *_answered_threats(replies),
        *_too_few_unanswered(replies),
        *_unknown_outcomes(check),
        *_unknown_question_numbers(check),
        *_split_topic_groups(topics),
        *_slugs_used_as_codes(topics),
    ]


def _rule_problems(files: DataFiles) -> list[str]:
    required = files.required_wording.required_wording
    return [
        *_duplicates("required_wording.yml", "name", (rule.name for rule in required)),
        *_empty_rules(required),
        *_ambiguous_rules(required),
        *_unknown_channels(required, files.channels.channels),
        *_reasons_with_full_stop(files.banned_wording.banned_wording),
        *crisis_patterns.problems(files.crisis_patterns.crisis_patterns, set(files.topics.topics)),
    ]


def _duplicate_helplines(countries: tuple[CountryHelplines, ...]) -> list[str]:
    """Refuse a country or a line that is listed twice: an editor would change only one of them."""
    names = [(country.country, None, None) for country in countries]
    names += [(c.country, line.name, line.region) for c in countries for line in c.lines]
    return [
        f"data/helplines.yml: “{line or country}” is listed twice; keep one entry."
        for (country, line, _), times in Counter(names).items()
        if times > 1
    ]


def _missing_emergency_numbers(
    countries: tuple[CountryHelplines, ...], emergency: tuple[EmergencyNumbers, ...]
) -> list[str]:
    """Refuse a country that has helplines and no emergency numbers."""
    known = {entry.country for entry in emergency}
    return [
        f"data/emergency.yml: “{country.country}” has helplines in data/helplines.yml and no emergency numbers "
        "here; add its entry, with the numbers of police, ambulance and fire brigade."
        for country in countries
        if country.country not in known
    ]


def _mismatched_dial_numbers(countries: tuple[CountryHelplines, ...]) -> list[str]:
    """Refuse a number whose “dial” differs from the number shown: a reader would call a stranger.

    Google's libphonenumber knows how each country writes its numbers, and with which prefix they are dialled there.
    """
    return [
        f"data/helplines.yml: “{line.name}” shows {line.show} but dials {line.dial}; write the same number "
        "in both, in “dial” with + and the country code."
        for country in countries
        for line in country.lines
        if line.dial and line.show and not _is_same_number(line.show, line.dial, country.country)
    ]


def _is_same_number(shown: str, dialled: str, country: str) -> bool:
    """Whether a number as a country writes it is the same as one with + and the country code (E.164)."""
    try:
        dialled_number = phonenumbers.parse(dialled)
        country_code = phonenumbers.country_code_for_region(country) or dialled_number.country_code
        shown_number = phonenumbers.parse(shown, phonenumbers.region_code_for_country_code(dialled_number.country_code))
    except phonenumbers.NumberParseException:
        return False
    return shown_number == dialled_number and dialled_number.country_code == country_code


def _numbers_in_names(countries: tuple[CountryHelplines, ...]) -> list[str]:
    """Refuse a line of medium confidence whose name contains its number: the page says that the number is not shown."""
    return [
        f"data/helplines.yml: “{line.name}” has its number in its name, while no number is shown of a line whose "
        "confidence is medium; take it out of the name."
        for country in countries
        for line in country.lines
        if line.confidence == "medium" and line.show and _digits(line.show) in _digits(line.name)
    ]


def _duplicate_numbers(countries: tuple[CountryHelplines, ...]) -> list[str]:
    """Refuse two lines of the same kind with the same number: an editor would correct only one of them."""
    times = Counter((c.country, line.kind, line.show) for c in countries for line in c.lines if line.show)
    return [
        f"data/helplines.yml: “{country}” shows {show} on two lines of the kind “{kind}”; keep one of them."
        for (country, kind, show), count in times.items()
        if count > 1
    ]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _region_problems(practice: Practice, emergency: tuple[EmergencyNumbers, ...]) -> list[str]:
    """Refuse an unknown country in `helpline_regions`, and `helpline_regions_only` without any country."""
    known = [country.country for country in emergency]
    codes = {
        name.casefold(): country.country
        for country in emergency
        for name in (country.country, country.name, *country.also)
    }
    if practice.helpline_regions_only and not practice.helpline_regions:
        return [f"{PRACTICE_SETTINGS}: helpline_regions_only: no country is set; write helpline_regions, or “false”."]
    return [
        f"{PRACTICE_SETTINGS}: helpline_regions: no country “{code}” in data/emergency.yml; "
        f"{f'write “{named}”' if (named := codes.get(code.casefold())) else suggest(code, known, COUNTRY_ADVICE)}."
        for code in practice.helpline_regions
        if code not in known
    ]


def _apply_field_problems(practice: Practice) -> list[str]:
    """Refuse a form field that is named twice, or that the address of the form fills in already."""
    given = {name: field for name, field in practice.apply_fields if field}
    in_url = [name for name, _ in parse_qsl(urlsplit(practice.apply_url or "").query, keep_blank_values=True)]
    times = Counter(map(_normalised_field, [*given.values(), *in_url]))
    return [
        f"{PRACTICE_SETTINGS}: apply_fields › {name}: “{field}” is filled in twice; name each field of the "
        "form once, and remove it from apply_url if it is there."
        for name, field in given.items()
        if times[_normalised_field(field)] > 1
    ]


def _offer_problems(practice: Practice) -> list[str]:
    """Refuse settings that contradict each other on the page."""
    offer, name = practice.offer or "", practice.name or ""
    wrong = [
        f"offer: there is nothing to put in place of “{place}”; write {{name}}, or take it out."
        for place in PLACEHOLDER.findall(offer)
        if place != "{name}"
    ]
    named = ("{name}", "We ", " we ", *(word for word in name.split() if len(word) > 2 and word[-1] != "."))
    if offer and name and not any(words in offer for words in named):
        wrong.append(f"offer: it does not name “{name}”, the setting name; write {{name}} in it, or leave it empty.")
    if any(field for _, field in practice.apply_fields) and not practice.apply_url:
        wrong.append("apply_fields: there is no form whose fields they are; set apply_url, or delete them.")
    if practice.kind:
        others = [word for kind, word in KIND_WORDS.items() if kind != practice.kind and word in offer.lower()]
        wrong += [
            f"offer: it says “{word}”, and the setting kind says “{practice.kind}”; write the same in both."
            for word in others
        ]
    return [f"{PRACTICE_SETTINGS}: {text}" for text in wrong]


def _normalised_field(field: str) -> str:
    """A field's name in lower case and without brackets, since many forms ignore both."""
    return field.removesuffix("[]").casefold()


def _reasons_with_full_stop(rules: tuple[BannedWording, ...]) -> list[str]:
    """Refuse a full stop at the end of a rule's texts, which become parts of one sentence."""
    return [
        f"data/banned_wording.yml: “{text}” ends with a full stop; delete it, since the message continues after it."
        for rule in rules
        for text in (rule.why, rule.instead)
        if text.endswith(".")
    ]


def _split_topic_groups(topics: dict[str, TopicEntry]) -> list[str]:
    """Refuse a group whose topics are not listed together: the link sheet would name it twice."""
    group_runs = Counter(group for group, _ in groupby(topic.group for topic in topics.values()))
    return [
        f"data/topics.yml: the topics of the group “{group}” are in {times} places; put them next to each other."
        for group, times in group_runs.items()
        if times > 1
    ]


def _slugs_used_as_codes(topics: dict[str, TopicEntry]) -> list[str]:
    """Refuse a topic whose name is the code of a topic: two embeds would have the same address."""
    codes = {topic.code for topic in topics.values()}
    return [
        f"data/topics.yml: “{name}” is the name of a topic and a code; give the topic another name."
        for name in topics
        if name in codes
    ]


def _duplicates(file: str, field: str, values: Iterable[str]) -> list[str]:
    """Refuse two entries with the same name: only one of them could be linked to, shown or changed."""
    times = Counter(values)
    return [
        f"data/{file}: the {field} “{name}” is used twice; change one of them." for name in times if times[name] > 1
    ]


def _reply_style_problems(replies: tuple[Reply, ...]) -> list[str]:
    """Refuse wordings for a message that needs no reply, and a missing style for one that does."""
    wrong = []
    for reply in replies:
        given = [key for key in REPLY_STYLES if getattr(reply, key)]
        missing = [key for key in REPLY_STYLES if not getattr(reply, key)]
        if reply.needs == "yes" and missing:
            wrong.append(f"data/replies.yml: “{reply.id}” needs a reply but has no {', '.join(missing)}; add it.")
        if reply.needs != "yes" and given:
            wrong.append(
                f"data/replies.yml: “{reply.id}” is marked “{reply.needs}”, yet {', '.join(given)} offers words "
                "to send; take them out."
            )
    return wrong


def _understated_notices(channels: tuple[Channel, ...]) -> list[str]:
    """Refuse the label “They may notice” on a channel whose text names what they see: the step is riskier than that."""
    return [
        f'data/channels.yml: “{channel.id}” is marked “maybe”, yet its text says “{sign[0]}”; write “notice: "yes"”, '
        "or word it as something that they may only guess."
        for channel in channels
        if channel.notice == "maybe" and (sign := VISIBLE_SIGN.search(f"{channel.tell} {channel.fails}"))
    ]


def _answered_threats(replies: tuple[Reply, ...]) -> list[str]:
    """Refuse words to send to somebody who threatens: the reader needs someone who can act."""
    return [
        f"data/replies.yml: “{reply.id}” is a threat and is marked “yes”; write “advice” or “no”, and whom to ask."
        for reply in replies
        if reply.group == "threats" and reply.needs == "yes"
    ]


def _too_few_unanswered(replies: tuple[Reply, ...]) -> list[str]:
    """Refuse a list that teaches a reader to answer everything: at least a third of the messages need no reply."""
    count = sum(reply.needs != "yes" for reply in replies)
    if count * 3 >= len(replies):
        return []
    return [
        f"data/replies.yml: {count} of {len(replies)} messages need no reply, and the minimum is a third; "
        "add some that a reader may leave unanswered."
    ]


def _empty_rules(rules: tuple[RequiredWording, ...]) -> list[str]:
    """Refuse a rule that no text could break."""
    return [
        f"data/required_wording.yml: “{rule.name}” asks for nothing; add “requires:” or “without:”."
        for rule in rules
        if not (rule.requires or rule.without)
    ]


def _ambiguous_rules(rules: tuple[RequiredWording, ...]) -> list[str]:
    """Refuse a rule that states in two ways where it applies: one of them would be ignored."""
    return [
        f"data/required_wording.yml: “{rule.name}” has “steps:” or “channels:” beside other lines on where it applies; "
        "make two rules of it."
        for rule in rules
        if sum(map(bool, (rule.steps, rule.channels, rule.pages or rule.mentions or rule.part != "page"))) > 1
    ]


def _unknown_channels(rules: tuple[RequiredWording, ...], channels: tuple[Channel, ...]) -> list[str]:
    """Refuse a rule about a channel that does not exist: it would protect nobody."""
    known = [channel.id for channel in channels]
    return [
        f"data/required_wording.yml: “{rule.name}” names the channel “{id}”, which is not in data/channels.yml; "
        f"{suggest(id, known, 'take it out of the rule')}."
        for rule in rules
        for ids in rule.channels.values()
        for id in ids
        if id not in known
    ]


def _unknown_question_numbers(check: SafetyCheck) -> list[str]:
    """Refuse a line above a question that does not exist: no reader would see it."""
    return [
        f"data/safety_check.yml: “{group.id}” has a line above question {number}, and it has {len(group.asks)}; "
        "write the number of one of its questions, from 1."
        for group in check.groups
        for number in group.above
        if not 1 <= number <= len(group.asks)
    ]


def _unknown_outcomes(check: SafetyCheck) -> list[str]:
    """Refuse a question that leads nowhere: every way through the safety check must end with what to do."""
    known = [outcome.id for outcome in check.outcomes]
    leads = {"none": check.none} | {group.id: group.leads for group in check.groups}
    return [
        f"data/safety_check.yml: “{place}” leads to “{id}”, which is not an outcome; {suggest(id, known)}."
        for place, id in leads.items()
        if id not in known
    ]


def _missing_second_exit(exits: tuple[ExitAddress, ...]) -> list[str]:
    """Refuse an exit without a second address: the first may not answer."""
    if len(exits) >= 2:
        return []
    return ["data/quick_exit.yml: “quick_exit” needs two addresses, since the first may not answer; add another."]


def _duplicate_headers(headers: Headers) -> list[str]:
    """Refuse a header that is sent always and for some folders: a browser would join both values."""
    places = headers.folders | {"missing": headers.missing}
    return [
        f"data/headers.yml: “{name}” is under always and under {place}; keep it under folders, for all under /."
        for place, values in places.items()
        for name in values
        if name.lower() in {given.lower() for given in headers.always} | {"content-security-policy"}
    ]
