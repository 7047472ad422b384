"""Checks of single values: each takes a value as parsed from YAML, and returns it if it is valid.

Otherwise it raises ValueError, whose text says what to write instead; core/messages.py adds where and what.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from unicodedata import category

from babel import Locale, UnknownLocaleError

from core import addresses
from core.numbers_and_names import dialled

URL = re.compile(
    r"https://(?P<host>[a-z0-9-]+(\.[a-z0-9-]+)+)(:(?P<port>\d{1,5}))?([/?#][\w\-.~:/?#\[\]@!$&()*+,;=%]*)?",
    re.ASCII | re.I,
)
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII | re.I)
LANGUAGE = re.compile(r"(?!und\b)[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII | re.I)
PAGE = re.compile(r"([\w-]+/)*[\w-]+(\.[\w-]+)*\.md", re.ASCII)
INVISIBLE_CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")  # categories of characters, as Unicode names them
ALLOWED_INVISIBLE = set("\n\u200c\u200d")  # which writing needs: line breaks, the joiners of Urdu and Persian
EMAIL = re.compile(r"[\w.+-]{1,64}@(?P<host>[a-z0-9.-]+)", re.ASCII | re.I)
INTERNATIONAL = re.compile(r"\+[1-9][0-9]*([ ()-]+[0-9]+)*\)?", re.ASCII)  # as a practice prints it for readers abroad
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
HEADER_VALUE = re.compile(r"[ !#%-\[\]-~]+")
FOLDER = re.compile(r"/([a-z0-9-]+/)?")
SITE_FOLDER = re.compile(r"/([a-z0-9~][\w.~-]*/)*", re.ASCII | re.I)  # no host serves what begins with . or _
NUMBER = re.compile(r"[+*#]?[0-9 ().*#\-\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013/]+")  # as pages print them
CURLY_QUOTES = re.compile(r"[“‘„«][^“”‘’„«»]*[”’“»]")  # a whole value in quotation marks that YAML does not know
FORM_FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LONGEST_SLUG = 60  # it is part of names of folders and files, which may have 255 bytes


def any_text(value: object) -> str:
    """Accept any text; refuse an empty one, a number or a list."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, list | dict):
        raise ValueError("write a text, not a list")
    raise ValueError("write a text" if value in (None, "") or isinstance(value, str) else "write it in quotation marks")


def text(value: object) -> str:
    """Accept a text without invisible characters, which could change its direction or hide in it."""
    accepted = any_text(value)
    if any(category(character) in INVISIBLE_CATEGORIES for character in set(accepted) - ALLOWED_INVISIBLE):
        raise ValueError("write it without invisible characters, such as tabs and direction marks")
    return accepted


def in_words(example: str) -> Callable[[object], str]:
    """Return a check that accepts a text with a word or a currency, and refuses a bare number, yes or no."""

    def check(value: object) -> str:
        kinds = map(category, value) if isinstance(value, str) else ()
        if isinstance(value, list | dict) or any(kind[0] == "L" or kind == "Sc" for kind in kinds):
            return text(value)
        raise ValueError(f"write it as a reader says it, such as “{example}”")

    return check


def without_curly_quotes(value: object) -> object:
    """Accept any value except one in curly quotation marks, which would be part of the text."""
    if isinstance(value, str) and CURLY_QUOTES.fullmatch(value.strip()):
        raise ValueError('write straight quotation marks, ", in place of the curly ones')
    return value


def plain(value: object) -> str:
    """Accept one line without markup."""
    accepted = text(value)
    if set(accepted.strip()) & set("\n<>"):
        raise ValueError("write one line of plain words, without < and >")
    return accepted


def inline(value: object) -> str:
    """Accept one paragraph of Markdown; HTML and blank lines would break out of the element that shows it."""
    accepted = text(value)
    if "\n\n" in accepted.strip() or re.search(r"<[a-z/!]", accepted, re.IGNORECASE):
        raise ValueError("write one paragraph without HTML")
    return accepted


def sentences(value: object) -> str:
    """Accept a text of at most three sentences."""
    accepted = text(value)
    if len(re.split(r"[.!?][.!?”’\"')]*\s+", accepted.strip())) > 3:
        raise ValueError("write three sentences at most")
    return accepted


def one_of(*choices: str) -> Callable[[object], str]:
    """Return a check that accepts one of these words; yes and no need quotation marks, or YAML reads a boolean."""

    def check(value: object) -> str:
        if value in choices:
            return str(value)
        marks = ", in quotation marks" if isinstance(value, bool) else ""
        raise ValueError(f"write one of: {', '.join(choices)}{marks}")

    return check


def as_list(value: object) -> list[object] | tuple[object, ...]:
    """Accept a list of any values, but not a set: its order could differ between builds."""
    if isinstance(value, list | tuple):
        return value
    raise ValueError(
        "write a list: in square brackets, such as [one, two], or a line for each, beginning with a hyphen"
    )


def non_empty_list(value: object) -> object:
    """Accept a list that is not empty."""
    if not as_list(value):
        raise ValueError("write one entry at least, beginning with a hyphen")
    return value


def none_if_empty(value: object) -> object:
    """Return None for an empty value of any type, and any other value unchanged."""
    return None if value in (None, "", []) else value


def slug(value: object) -> str:
    """Accept an id that can be an address: lower-case words joined by hyphens."""
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise ValueError(f"write lower-case words joined by hyphens, such as “late-pick-up”{_quotation_hint(value)}")
    if len(value) > LONGEST_SLUG:
        raise ValueError(f"write a shorter one, of {LONGEST_SLUG} letters at most")
    return value


def code(value: object) -> str:
    """Accept the code of a neutral short link: four letters and digits without vowels, so that no code is a word."""
    if isinstance(value, str) and addresses.CODE.fullmatch(value):
        return value
    raise ValueError(f"write four of 23456789bcdfghjkmnpqrstvwxz, such as k7wm{_quotation_hint(value)}")


def pattern(value: object) -> str:
    """Accept a pattern of words that Python's re can search for."""
    try:
        re.compile(text(value))
    except re.error:
        raise ValueError("write a regular expression, such as '\\bword\\b', in single quotation marks") from None
    return str(value)


def country_code(value: object) -> str:
    """Accept the two letters of a country (ISO 3166-1)."""
    if len(text(value)) == 2:
        return text(value)
    raise ValueError("write two letters, such as “GB”")


def page(value: object) -> str:
    """Accept a page by its file below docs/."""
    if isinstance(value, str) and PAGE.fullmatch(value):
        return value
    raise ValueError("write the file of a page in docs/, such as why/index.md")


def target(value: object) -> str:
    """Accept an address from the site's root: folders that end in a slash, or a file in them, and perhaps an anchor.

    A file without an extension must be in the top folder and have a name in capitals, such as CNAME.
    """
    if isinstance(value, str) and addresses.ADDRESS.fullmatch(value):
        return value
    raise ValueError("write an address from the site's root, such as why/label/ or files/why.pdf")


def address(value: object) -> str:
    """Accept an address like target(), but without an anchor, which no server sees."""
    if isinstance(value, str) and "#" not in value and addresses.ADDRESS.fullmatch(value):
        return value
    raise ValueError("write an address from the site's root without #, such as why/label/ or files/why.pdf")


def form_field(value: object) -> str:
    """Accept the name of a field in another service's form."""
    if isinstance(value, str) and FORM_FIELD.fullmatch(value):
        return value
    raise ValueError("write the field's own name there, such as entry.1234567 or topic")


def https(value: object) -> str:
    """Accept a URL that begins with https:// and has a possible host name and port."""
    found = URL.fullmatch(value) if isinstance(value, str) else None
    if found and HOST.fullmatch(found["host"]) and 0 < int(found["port"] or 443) < 65536:
        return found[0]
    if found:
        raise ValueError("write the name of a site after https://, such as www.example.org, and no port above 65535")
    if str(value).startswith("https://") and not str(value).isascii():
        raise ValueError("write only letters a to z, as a browser copies it: xn-- in the site's name, % behind it")
    if re.search(r"\s", str(value).strip()):
        raise ValueError("write it without a space, as a browser copies it")
    raise ValueError("write an address that begins with https://, such as https://www.example.org/")


def email(value: object) -> str:
    """Accept an e-mail address as mail programs write it, without a name before it."""
    if isinstance(value, str) and (found := EMAIL.fullmatch(value)) and HOST.fullmatch(found["host"]):
        return value
    raise ValueError("write only an e-mail address, such as office@practice.org")


def contact_link(value: object) -> str:
    """Accept a link to where somebody can be reached: https:, mailto: or tel:."""
    scheme, _, rest = str(value).partition(":")
    checks = {"mailto": email, "tel": international}
    if scheme in checks:
        return f"{scheme}:{checks[scheme](rest)}"
    if scheme == "https":
        return https(value)
    raise ValueError(
        "write an address that begins with https://, such as https://www.example.org/, or mailto: or tel: and the rest"
    )


def alternate_link(value: object) -> str:
    """Accept a link to the guide in another language: a web address, or a folder from the root of the host."""
    if isinstance(value, str) and value.startswith("/") and SITE_FOLDER.fullmatch(value):
        return value
    if str(value).startswith("https://"):
        return https(value)
    raise ValueError("write the address of its first page, such as /de/ or https://www.example.org/de/")


def site_url(value: object) -> str:
    """Accept the URL of the guide's first page, to which every other address is added."""
    if set(https(value)) & set("?#") or not https(value).endswith("/"):
        raise ValueError("write it without ? and #, with / at its end, such as https://www.example.org/")
    if not SITE_FOLDER.fullmatch(addresses.site_folder(https(value))):
        raise ValueError(
            "write each folder with letters, digits and hyphens only, such as https://www.example.org/guide/"
        )
    return https(value)


def phone(value: object) -> str:
    """Accept a number for dialling: a plus sign, the country code and digits (E.164)."""
    if isinstance(value, str) and re.fullmatch(r"\+[0-9]{6,15}", value):
        return value
    raise ValueError("write + and the country code, then digits only, such as “+448082000247”")


def international(value: object) -> str:
    """Accept a number as people write it, with the country code: it works from anywhere (E.164: 15 digits at most)."""
    if isinstance(value, str) and INTERNATIONAL.fullmatch(value) and 7 <= len(dialled(value)) - 1 <= 15:
        return value
    if isinstance(value, str) and INTERNATIONAL.fullmatch(value):
        raise ValueError("write it whole, with the country code: 7 to 15 digits")
    raise ValueError("write it in quotation marks with + and the country code, such as “+44 20 7946 0000”")


def shown_number(value: object) -> str:
    """Accept one number as people write it, digits and separators; words belong in other fields."""
    if isinstance(value, str) and NUMBER.fullmatch(value) and re.search(r"[0-9]{2}", dialled(value)):
        return value
    raise ValueError(
        "write one number in digits, such as “0808 2000 247”; a second one goes to “also”, letters to “word”, and "
        f"what else to do to “hint”{_quotation_hint(value)}"
    )


def emergency_number(value: object) -> str:
    """Accept an emergency number: two to six digits."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{2,6}", value):
        return value
    raise ValueError(
        f"write its digits only, such as “112”{_quotation_hint(value)}; what a caller has to know goes to “hint”"
    )


def day(value: object) -> date:
    """Accept a date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    quoted = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    raise ValueError(f"write {'it without quotation marks' if quoted else 'a date'}, such as 2026-11-22")


def year(value: object) -> int:
    """Accept a year of four digits."""
    if isinstance(value, int) and 1000 <= value <= 9999:
        return value
    raise ValueError("write a year of four digits, such as 2003")


def count(value: object) -> int:
    """Accept a count: an integer from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("write a number, 0 or more")


def language(value: object) -> str:
    """Accept the code of a language, such as “en” or “ur” (BCP 47)."""
    accepted = text(value)
    try:
        known = LANGUAGE.fullmatch(accepted.strip()) and Locale.parse(accepted.strip(), sep="-")
    except (ValueError, UnknownLocaleError):
        known = None
    if known:
        return accepted
    named = [code for code, name in Locale("en").languages.items() if name.casefold() == accepted.strip().casefold()]
    raise ValueError(
        f"write “{min(named, key=len)}”" if named else "write the code of a language, such as “en” or “ur”"
    )


def header(value: object) -> str:
    """Accept the name of a header: words joined by hyphens."""
    if isinstance(value, str) and HEADER.fullmatch(value):
        return value
    raise ValueError("write words joined by hyphens, such as Cache-Control")


def header_value(value: object) -> str:
    """Accept the value of a header: one line, without the three characters that nginx's configuration interprets."""
    if HEADER_VALUE.fullmatch(text(value)):
        return text(value)
    raise ValueError('write one line of plain letters, digits and punctuation, without ", $ and \\')


def policy_value(value: object) -> str:
    """Accept a value of a policy that allows nothing from other sites; anything else could load foreign code."""
    accepted = header_value(value)
    if accepted.split() == ["'none'"] or set(accepted.split()) <= {"'self'", "data:"}:
        return accepted
    raise ValueError("write only 'none', or 'self' and data:, with the single quotation marks")


def folder(value: object) -> str:
    """Accept a top-level folder of the site, as its address begins; / means all of them."""
    if isinstance(value, str) and FOLDER.fullmatch(value):
        return value
    raise ValueError("write / or a name between two slashes, such as /assets/")


def named_folder(value: object) -> str:
    """Accept one named top-level folder of the site."""
    if folder(value) != "/":
        return str(value)
    raise ValueError("write a name between two slashes, such as /card/; what applies everywhere is under policy")


def _quotation_hint(value: object) -> str:
    """The end of an advice for a value that YAML read as a number or a boolean."""
    return ", in quotation marks" if isinstance(value, int) else ""
