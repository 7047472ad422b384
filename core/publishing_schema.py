"""The schema of the data files about addresses, headers and traces, as typed records."""

from typing import Annotated, Any, NotRequired

from pydantic import AfterValidator, ConfigDict, PlainValidator, StrictBool
from typing_extensions import TypedDict  # pydantic refuses the one of typing before Python 3.12

from core.value_checks import one_of
from core.value_types import (
    Address,
    AnyText,
    Code,
    Count,
    Day,
    Folder,
    Framing,
    Header,
    HeaderValue,
    Https,
    Inline,
    ListOf,
    NamedFolder,
    OptionalInline,
    OptionalPage,
    OptionalSlug,
    PolicyValue,
    Record,
    Slug,
    Target,
    Text,
    error_at,
)

TOPIC_GROUPS = (
    "lists", "why", "deciding", "safety", "doing", "pulled", "slipping", "less", "healing", "law", "situations", "help",
)  # fmt: skip

TopicGroup = Annotated[str, PlainValidator(one_of(*TOPIC_GROUPS))]

# Addresses


class TopicEntry(Record):
    """One topic; core/joined_records.py adds its slug and its addresses."""

    code: Code  # of its short link
    title: Inline
    group: TopicGroup
    full: StrictBool  # answered in full
    page: OptionalPage = None  # the file below docs/ that answers it
    section: OptionalSlug = None  # the id of the heading, where it is not the whole page
    care: OptionalInline = None  # what a practitioner should know before passing it on
    apply: StrictBool = False  # offered to whoever applies for a session


class TopicsFile(Record):
    """data/topics.yml."""

    topics: dict[Slug, TopicEntry]


class RedirectsFile(Record):
    """data/redirects.yml."""

    redirects: dict[Address, Target]


class PublishedPage(Record):
    """The heading of a page that was published, and those of its anchors."""

    title: AnyText
    anchors: dict[AnyText, AnyText]


class PublishedShortLink(Record):
    """Where a short link led when it was published."""

    topic: Slug
    target: Target


class UrlRegistry(Record):
    """Every address ever published."""

    pages: dict[Address, PublishedPage]
    others: ListOf[Target]
    short_links: dict[Code, PublishedShortLink]


class UrlRegistryFile(Record):
    """data/url_registry.yml."""

    url_registry: UrlRegistry


class ExitAddress(Record):
    """An address to which “Leave now” leads."""

    name: Text
    url: Https
    reviewed: Day


class QuickExitFile(Record):
    """data/quick_exit.yml."""

    quick_exit: ListOf[ExitAddress]


# data/headers.yml

Policy = TypedDict(
    "Policy",
    {
        "default-src": PolicyValue,
        "script-src": PolicyValue,
        "style-src": PolicyValue,
        "img-src": NotRequired[PolicyValue],
        "connect-src": NotRequired[PolicyValue],
        "worker-src": NotRequired[PolicyValue],
        "font-src": NotRequired[PolicyValue],
        "media-src": NotRequired[PolicyValue],
        "manifest-src": NotRequired[PolicyValue],
        "frame-src": NotRequired[PolicyValue],
        "base-uri": PolicyValue,
        "form-action": PolicyValue,
        "frame-ancestors": PolicyValue,
    },
)  # a class cannot have field names with hyphens
FolderPolicy = TypedDict(
    "FolderPolicy",
    {name: Framing if name == "frame-ancestors" else PolicyValue for name in Policy.__annotations__},
    total=False,
)
Policy.__pydantic_config__ = FolderPolicy.__pydantic_config__ = ConfigDict(extra="forbid")


def _requiring(*names: str) -> AfterValidator:
    """Accept a mapping only if it has these keys."""

    def check(entries: dict[str, Any]) -> dict[str, Any]:
        for name in names:
            if name not in entries:
                raise error_at(name, "missing", entries)
        return entries

    return AfterValidator(check)


class Headers(Record):
    """What hosts send with each answer."""

    policy: Policy
    always: Annotated[dict[Header, HeaderValue], _requiring("Referrer-Policy")]
    folders: Annotated[dict[Folder, dict[Header, HeaderValue]], _requiring("/", "/r/")]
    missing: dict[Header, HeaderValue]
    policies: dict[NamedFolder, FolderPolicy]


class HeadersFile(Record):
    """data/headers.yml."""

    headers: Headers


# data/traces.yml


class Traces(Record):
    """What one walk through the guide left in a browser; data/traces.yml explains the fields."""

    rows: Count
    listed: Count
    titles: Count
    back: Count
    sentences: Count
    pages: Count
    first: StrictBool


class MeasuredVersions(Record):
    """The versions in which it was measured."""

    chromium: Text
    firefox: Text


class BrowserTraces(Record):
    """What one way of reading left, by browser."""

    chromium: Traces
    firefox: Traces


class TracesByWay(Record):
    """What each way of reading left."""

    short_link: BrowserTraces
    private: BrowserTraces
    ordinary: BrowserTraces


class MeasuredTraces(Record):
    """What reading left behind in real browsers, and when that was measured."""

    measured: Day
    system: Text
    versions: MeasuredVersions
    found: TracesByWay


class TracesFile(Record):
    """data/traces.yml."""

    traces: MeasuredTraces
