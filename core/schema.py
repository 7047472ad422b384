"""The schema of every data file and of the practice's settings: which fields there are and what each may hold."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from unicodedata import category, normalize

from babel import Locale, UnknownLocaleError
from voluptuous import All, Invalid, Length, MultipleInvalid, Optional, Required, Schema

from core import addresses
from core.errors import nearest

ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9-]+(\.[a-z0-9-]+)+)(:(?P<port>\d{1,5}))?([/?#][\w\-.~:/?#\[\]@!$&()*+,;=%]*)?",
    re.ASCII | re.I,
)
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII | re.I)
LANGUAGE = re.compile(r"(?!und\b)[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII | re.I)
PAGE = re.compile(r"([\w-]+/)*[\w-]+(\.[\w-]+)*\.md", re.ASCII)
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")  # kinds of signs, as Unicode names them
WRITTEN = set("\n\u200c\u200d")  # of them, those that are part of writing: line breaks, joiners of Urdu and Persian
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
SENT = re.compile(r"[ !#%-\[\]-~]+")
FOLDER = re.compile(r"/([a-z0-9-]+/)?")
NUMBER = re.compile(r"[+*#]?[0-9 ().*#\-\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013/]+")  # as pages print them
FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LONGEST = 80  # letters of a refused value that are shown
LONGEST_SLUG = 60  # it becomes the name of a folder and part of a file's; a disk takes 255 letters
LABELS = (
    "name",
    "country",
    "pattern",
    "id",
    "word",
    "setting",
)  # what a person would look for to find an entry of a list
ADVICE = {  # the library's own words, in ours
    "expected bool": "write true or false",
    "expected a list": "write a list: a line for each entry, beginning with a hyphen",
    "expected a dictionary": "write its fields below it, each as “name: value”",
}


def words(value: object) -> str:
    """Accept words; refuse an empty line, a number or a list."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise Invalid("write a text, in quotation marks if it is only digits")


def text(value: object) -> str:
    """Accept words in signs that can be seen; others could turn the words around them, or hide in them."""
    taken = words(value)
    if any(category(sign) in UNSEEN for sign in set(str(value)) - WRITTEN):
        raise Invalid("write it without signs that nobody sees, such as tabs and marks of direction")
    return taken


def plain(value: object) -> str:
    """Accept one line without markup."""
    if set(text(value)) & set("\n<>"):
        raise Invalid("write one line of plain words, without < and >")
    return text(value)


def inline(value: object) -> str:
    """Accept one paragraph of Markdown; HTML and blank lines would break out of the place where it is shown."""
    if "\n\n" in text(value) or re.search(r"<[a-z/!]", text(value), re.IGNORECASE):
        raise Invalid("write one paragraph without HTML")
    return text(value)


def some(kind: object) -> Callable:
    """Accept a list that holds something, each entry of this kind."""

    def judge(value: object) -> object:
        if value == []:
            raise Invalid("write one entry at least, beginning with a hyphen")
        return Schema([kind])(value)

    judge.inside = [kind]  # the fields within, for naming the nearest one
    return judge


def several(kind: Callable) -> Callable:
    """Accept a list of this kind in which nothing stands twice, in whatever letters."""

    def judge(value: object) -> object:
        Schema([kind])(value)
        known = [str(entry).strip().casefold() for entry in value]
        for place, entry in enumerate(known):
            if entry in known[:place]:
                raise Invalid("write each entry once", path=[place])
        return value

    return judge


def slug(value: object) -> str:
    """Accept an id that can be an address: lower-case words joined by hyphens."""
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise Invalid(f"write lower-case words joined by hyphens, such as “late-pick-up”{_marks(value)}")
    if len(value) > LONGEST_SLUG:
        raise Invalid(f"write a shorter one, of {LONGEST_SLUG} letters at most")
    return value


def code(value: object) -> str:
    """Accept the code of a neutral short link: four letters and digits without vowels, so that no code is a word."""
    if isinstance(value, str) and addresses.CODE.fullmatch(value):
        return value
    raise Invalid(f"write four of 23456789bcdfghjkmnpqrstvwxz, such as k7wm{_marks(value)}")


def page(value: object) -> str:
    """Accept a page by its file below docs/."""
    if isinstance(value, str) and PAGE.fullmatch(value):
        return value
    raise Invalid("write the file of a page in docs/, such as why/index.md")


def place(value: object) -> str:
    """Accept an address from the site's root: folders that end in a slash, or a file in them, and perhaps a place.

    A file without an ending lies at the top and has a name of capitals, as CNAME has: else a slash was forgotten.
    """
    if isinstance(value, str) and addresses.ADDRESS.fullmatch(value):
        return value
    raise Invalid("write an address from the site's root, such as why/label/ or files/why.pdf")


def where(value: object) -> str:
    """Accept the same as a name, without a place: no server ever sees what stands behind #."""
    if isinstance(value, str) and "#" not in value and addresses.ADDRESS.fullmatch(value):
        return value
    raise Misnamed("write an address from the site's root without #, such as why/label/ or files/why.pdf")


def field(value: object) -> str:
    """Accept the name of a field in another service's form."""
    if isinstance(value, str) and FIELD.fullmatch(value):
        return value
    raise Invalid("write the field's own name there, such as entry.1234567 or topic")


def https(value: object) -> str:
    """Accept an address that begins with https:// and names a site that can be; anything else is refused."""
    found = ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if found and HOST.fullmatch(found["host"]) and 0 < int(found["port"] or 443) < 65536:
        return found[0]
    if found:
        raise Invalid("write the name of a site after https://, such as www.example.org, and no port above 65535")
    if str(value).startswith("https://") and not str(value).isascii():
        raise Invalid("write only letters a to z, as a browser copies it: xn-- in the site's name, % behind it")
    raise Invalid("write an address that begins with https://, such as https://www.example.org/")


def home(value: object) -> str:
    """Accept the address of the guide's first page, to which every other address is added."""
    if set(https(value)) & set("?#") or not https(value).endswith("/"):
        raise Invalid("write it without ? and #, with / at its end, such as https://www.example.org/")
    return https(value)


def phone(value: object) -> str:
    """Accept a number for dialling: a plus sign, the country code and digits (E.164)."""
    if isinstance(value, str) and re.fullmatch(r"\+[0-9]{6,15}", value):
        return value
    raise Invalid("write + and the country code, then digits only, such as “+448082000247”")


def shown(value: object) -> str:
    """Accept one number as people write it: digits, and what separates them; words have fields of their own."""
    if isinstance(value, str) and NUMBER.fullmatch(value) and re.search(r"[0-9]{2}", dialled(value)):
        return value
    raise Invalid(
        "write one number in digits, such as “0808 2000 247”; a second one goes to “also”, letters to “word”, and "
        f"what else to do to “hint”{_marks(value)}"
    )


def dialled(number: str) -> str:
    """What a phone dials for a number as people write it: every digit of it, and +, * and # where it has them."""
    return re.sub(r"[^0-9+*#]", "", number)


def sort_key(name: str) -> str:
    """A name by its plain letters, for sorting: Å as a, in small letters."""
    return normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def emergency(value: object) -> str:
    """Accept an emergency number: two to six digits."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{2,6}", value):
        return value
    raise Invalid(f"write its digits only, such as “112”{_marks(value)}; what a caller has to know goes to “hint”")


def sentences(value: object) -> str:
    """Accept a text of three sentences at most."""
    if len(re.split(r"[.!?][.!?”’\"')]*\s+", text(value))) <= 3:
        return text(value)
    raise Invalid("write three sentences at most")


def day(value: object) -> date:
    """Accept a date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Invalid("write a date, such as 2026-11-22")


def year(value: object) -> int:
    """Accept a year of four digits."""
    if isinstance(value, int) and 1000 <= value <= 9999:
        return value
    raise Invalid("write a year of four digits, such as 2003")


def count(value: object) -> int:
    """Accept how many there were: 0 or more."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise Invalid("write a number, 0 or more")


def language(value: object) -> str:
    """Accept the code of a language, such as “en” or “ur” (BCP 47)."""
    try:
        known = LANGUAGE.fullmatch(text(value)) and Locale.parse(text(value), sep="-")
    except (ValueError, UnknownLocaleError):
        known = None
    if known:
        return text(value)
    raise Invalid("write the code of a language, such as “en” or “ur”")


def one_of(*choices: str) -> Callable:
    """Accept one of these words; YAML takes a bare yes or no for something else, so those need quotation marks."""

    def judge(value: object) -> str:
        if value in choices:
            return str(value)
        raise Invalid(f"write one of: {', '.join(choices)}{', in quotation marks' if isinstance(value, bool) else ''}")

    return judge


def _marks(value: object) -> str:
    """What advice adds for a text that YAML took for a number, or for a yes or no."""
    return ", in quotation marks" if isinstance(value, int) else ""


def or_empty(kind: Callable) -> Callable:
    """Accept this kind of value, or nothing; the refusal speaks of the kind."""

    def judge(value: object) -> object:
        return None if value in (None, "", []) else kind(value)

    judge.inside = getattr(kind, "schema", None)  # the fields within, for naming the nearest one
    return judge


class Misnamed(Invalid):
    """The name of a field cannot be used, whatever its value."""


def header(value: object) -> str:
    """Accept the name of a header: words joined by hyphens."""
    if isinstance(value, str) and HEADER.fullmatch(value):
        return value
    raise Misnamed("write words joined by hyphens, such as Cache-Control")


def sent(value: object) -> str:
    """Accept what a header says: one line, without the three signs that the settings of nginx take for their own."""
    if text(value) and SENT.fullmatch(str(value)):
        return str(value)
    raise Invalid('write one line of plain letters, digits and signs, without ", $ and \\')


def folder(value: object) -> str:
    """Accept a folder at the top of the site, as its address begins; / stands for all of them."""
    if isinstance(value, str) and FOLDER.fullmatch(value):
        return value
    raise Misnamed("write / or a name between two slashes, such as /assets/")


def inner(value: object) -> str:
    """Accept one named folder at the top of the site."""
    if folder(value) != "/":
        return str(value)
    raise Misnamed("write a name between two slashes, such as /card/; what holds everywhere stands under policy")


def allowed(value: object) -> str:
    """Accept what a policy allows; all else would let a page run or load what somebody slipped into it."""
    words = sent(value).split()
    if words == ["'none'"] or set(words) <= {"'self'", "data:"}:
        return sent(value)
    raise Invalid("write 'none' alone, or 'self' and data:, with the single quotation marks")


def framed(value: object) -> str:
    """Accept who may show a folder's pages inside theirs: nobody, ourselves, or every site."""
    return one_of("'none'", "'self'", "*")(value)


KINDS = ("crisis", "abuse", "stalking", "child", "men", "lgbt", "older")  # in the order in which a country shows them
PURPOSES = ("police", "ambulance", "fire")

LINE = {
    Required("name"): text,
    Required("kind"): one_of(*KINDS),
    Required("who"): text,
    Required("site"): https,
    Required("confidence"): one_of("high", "medium"),
    Required("confirmed"): or_empty(day),
    Required("seen"): [text],
    **{
        Optional(key): text
        for key in ("region", "word", "hint", "caution", "text", "chat", "email", "tty", "hours", "languages", "note")
    },
    Optional("show"): shown,
    Optional("also"): some(shown),
    Optional("dial"): phone,
}

COUNTRY_CODE = All(text, Length(2, 2, msg="write two letters, such as “GB”"))

HELPLINES = {
    Required("directories"): [
        {Required("name"): text, Required("what"): text, Required("site"): https, Required("seen"): [text]}
    ],
    Required("countries"): [{Required("country"): COUNTRY_CODE, Required("lines"): some(LINE)}],
}

EMERGENCY = {
    Required("emergency"): some(
        {
            Required("country"): COUNTRY_CODE,
            Required("name"): text,
            Optional("also"): some(text),
            Required("police"): some(emergency),
            **{Optional(key): some(emergency) for key in ("ambulance", "fire", "general")},
            **{Optional(key): text for key in ("hint", "silent", "note")},
            Required("confirmed"): or_empty(day),
            Required("seen"): [text],
        }
    )
}

SOURCES = {
    Required("sources"): {
        text: {
            Required("short"): text,
            Required("title"): text,
            Required("where"): text,
            Required("year"): year,
            Optional("url"): https,
            Required("about"): text,
        }
    }
}

EVIDENCE_LEVELS = {Required("evidence_levels"): {text: {Required("label"): text, Required("means"): text}}}

CHANNEL_GROUPS = ("phone", "messages", "social", "online", "money", "home", "people")
NOTICE = ("no", "maybe", "yes")  # could the other person notice?

CHANNELS = {
    Required("channels"): some(
        {
            Required("id"): slug,
            Required("group"): one_of(*CHANNEL_GROUPS),
            Required("notice"): one_of(*NOTICE),
            **{Required(key): inline for key in ("name", "block", "through", "tell", "save", "fails")},
        }
    )
}

PULLBACKS = {
    Required("pullbacks"): some(
        {
            Required("id"): slug,
            **{Required(key): inline for key in ("name", "example", "pull", "real", "do")},
            Optional("help"): bool,
        }
    )
}

EXCHANGES = {
    Required("exchanges"): some(
        {Required("setting"): slug, Required("pairs"): some({Required("they"): inline, Required("you"): inline})}
    )
}

REPLY_GROUPS = ("children", "money", "contact", "family", "work", "threats")
REGISTERS = ("grey", "biff", "yellow")

REPLIES = {
    Required("replies"): some(
        {
            Required("id"): slug,
            Required("group"): one_of(*REPLY_GROUPS),
            Required("needs"): one_of("yes", "no", "advice"),
            Required("they"): inline,
            Required("why"): inline,
            **{Optional(key): inline for key in REGISTERS},
        }
    )
}

GLOSSARY = {
    Required("glossary"): some(
        {
            **{Required(key): inline for key in ("word", "plain", "means")},
            Optional("also"): some(text),
            Optional("see"): inline,
        }
    )
}

SAFETY_CHECK = {
    Required("safety_check"): {
        Required("none"): slug,
        Required("groups"): some(
            {
                Required("id"): slug,
                Required("heading"): text,
                Required("asks"): some(text),
                Required("leads"): slug,
                Optional("after"): text,
            }
        ),
        Required("outcomes"): [{Required("id"): slug, **{Required(key): inline for key in ("name", "why", "do")}}],
    }
}

TOPIC_GROUPS = (
    "lists", "why", "deciding", "safety", "doing", "pulled", "slipping", "less", "healing", "law", "situations", "help",
)  # fmt: skip

TOPICS = {
    Required("topics"): {
        slug: {
            Required("code"): code,
            Required("title"): inline,
            Required("group"): one_of(*TOPIC_GROUPS),
            Optional("page"): page,
            Optional("section"): slug,
            Required("full"): bool,
            Optional("care"): inline,
            Optional("apply"): bool,
        }
    }
}

REDIRECTS = {Required("redirects"): {where: place}}

URL_REGISTRY = {
    Required("url_registry"): {
        Required("pages"): {where: {Required("title"): words, Required("anchors"): {words: words}}},
        Required("others"): [place],
        Required("short_links"): {code: {Required("topic"): slug, Required("target"): place}},
    }
}

QUICK_EXIT = {
    Required("quick_exit"): [
        {
            Required("name"): text,
            Required("url"): https,
            Required("reviewed"): day,
            Required("role"): one_of("author", "owner"),
        }
    ]
}

DRAWINGS = {
    Required("drawings"): {
        slug: {
            Required("title"): text,
            Required("shows"): text,
            Required("caption"): text,
            Required("labels"): some(text),
        }
    }
}

BANNED_WORDING = {
    Required("banned_wording"): [
        {
            Required("pattern"): text,
            Required("why"): text,
            Required("instead"): text,
            Optional("except"): [{Required("page"): text, Required("text"): text, Required("reason"): text}],
        }
    ]
}

LEFT = {
    **{Required(key): count for key in ("rows", "listed", "titles", "back", "sentences", "pages")},
    Required("first"): bool,
}
BROWSERS = ("chromium", "firefox")

TRACES = {
    Required("traces"): {
        Required("measured"): day,
        Required("system"): text,
        Required("versions"): {Required(browser): text for browser in BROWSERS},
        Required("found"): {
            Required(way): {Required(browser): LEFT for browser in BROWSERS}
            for way in ("short_link", "private", "ordinary")
        },
    }
}

STRINGS = {
    Required("language"): text,
    Required("crisis_words"): [text],
    Required("also_called"): {text: text},
    Required("strings"): {text: text},
}

NEEDED = ("default-src", "script-src", "style-src", "base-uri", "form-action", "frame-ancestors")
LOADED = ("img-src", "connect-src", "worker-src", "font-src", "media-src", "manifest-src", "frame-src")

POLICY = (*NEEDED, *LOADED)

HEADERS = {
    Required("headers"): {
        Required("policy"): {
            **{Required(name): allowed for name in NEEDED},
            **{Optional(name): allowed for name in LOADED},
        },
        Required("always"): {header: sent},
        Required("folders"): {Required("/"): {header: sent}, folder: {header: sent}},
        Required("missing"): {header: sent},
        Required("policies"): {inner: {name: framed if name == "frame-ancestors" else allowed for name in POLICY}},
    }
}

SITE = {Required("site_name"): plain, Required("site_url"): home}

EXTRA = {Required("release"): bool, Required("practice"): object}

PRACTICE = {
    "name": or_empty(text),
    "offer": or_empty(sentences),
    "kind": or_empty(one_of("therapy", "coaching", "counselling")),
    "apply_url": or_empty(https),
    "apply_fields": or_empty(Schema({Optional(key): or_empty(field) for key in ("topic", "language", "code")})),
    "languages": or_empty(several(language)),
    "helpline_regions": or_empty(several(text)),
    "not_for": or_empty(several(text)),
    "accent": or_empty(one_of("sea", "moss", "plum")),
    **{
        key: or_empty(text)
        for key in (
            "medium",
            "regions",
            "price",
            "length",
            "waiting_time",
            "answer_within",
            "cancellation",
            "qualification",
            "registration",
            "confidentiality",
        )
    },
}


def problems(value: Any, shape: dict, where: str) -> list[str]:
    """Judge a value by its shape.

    Takes the value as YAML gave it, the shape, and the name of its file; gives one line for each mistake,
    each with where, what, and what to write instead. An empty list means that all is well.
    """
    if not isinstance(value, dict):
        return [f"{where}: there are no fields here; write each as “name: value”, on a line of its own."]
    try:
        Schema(shape)(value)
    except MultipleInvalid as found:
        return [_seen(f"{where}: {_spoken(error, value, shape)}") for error in found.errors]
    return []


def _seen(line: str) -> str:
    """A line with a mark in place of each sign that nobody sees."""
    return "".join(sign if sign.isprintable() else "�" for sign in line)


def _spoken(error: Invalid, value: Any, shape: dict) -> str:
    """Turn one complaint of the library into what, and what to write instead."""
    *parents, last = error.path
    place = " › ".join(_name(value, error.path[: i + 1]) for i in range(len(error.path)))
    if "extra keys" in error.error_message:
        return f"{place}: there is no field “{last}”; {nearest(last, _fields(shape, parents))}."
    if "required key" in error.error_message:
        return f"{place}: the field is missing; add “{last}:”."
    found = _at(value, error.path)
    if isinstance(found, dict) or isinstance(error, Misnamed):
        found = last  # it was the name of an entry that could not be used
    return f"{place}: “{str(found)[:LONGEST]}” cannot be used; {ADVICE.get(error.error_message, error.error_message)}."


def _at(value: Any, path: list) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value


def _name(value: Any, path: list) -> str:
    """Name a step by what a person would look for: the entry's own name rather than its position."""
    here = _at(value, path)
    if isinstance(_at(value, path[:-1]), list):
        label = next((here[key] for key in LABELS if here.get(key)), None) if isinstance(here, dict) else None
        return f"“{label}”" if label else f"entry {path[-1] + 1}"
    return str(path[-1])


def _fields(shape: Any, path: list) -> list[str]:
    """The field names that are allowed at this place of a shape."""
    for step in path:
        shape = getattr(shape, "inside", shape)
        if isinstance(shape, list):
            shape = shape[0]
        elif isinstance(shape, dict):
            named = {str(key): kind for key, kind in shape.items()}
            shape = named.get(str(step)) or next(iter(shape.values()))
    shape = getattr(shape, "inside", shape)
    return [str(key) for key in shape] if isinstance(shape, dict) else []
