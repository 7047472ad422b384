"""The schema of every data file, as typed records that the code works with.

A field is required unless it has a default. core/publishing_schema.py has the records of addresses, headers and traces.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, PlainValidator, StrictBool

from core.publishing_schema import HeadersFile, QuickExitFile, RedirectsFile, TopicsFile, TracesFile, UrlRegistryFile
from core.value_checks import one_of
from core.value_types import (
    CountryCode,
    Day,
    DocsPage,
    EmergencyNumber,
    Https,
    Inline,
    ListOf,
    NonEmptyList,
    OptionalHttps,
    OptionalInline,
    OptionalNumber,
    OptionalPage,
    OptionalPattern,
    OptionalPhone,
    OptionalText,
    OrEmpty,
    Pattern,
    Record,
    ShownNumber,
    Slug,
    Text,
    Year,
)

HELPLINE_KINDS = (
    "crisis",
    "abuse",
    "stalking",
    "child",
    "men",
    "lgbt",
    "older",
)  # in the order in which a country shows them
EMERGENCY_PURPOSES = ("police", "ambulance", "fire")
MENU_GROUPS = ("phone", "messages", "social", "email")
CHANNEL_GROUPS = ("phone", "messages", "social", "online", "money", "home", "people")
NOTICEABILITY = ("no", "maybe", "yes")  # could the other person notice?
PULLBACK_GROUPS = ("soft", "offers", "worry", "pressure", "danger")
REPLY_GROUPS = ("children", "money", "contact", "family", "work", "threats")
REPLY_STYLES = ("grey", "biff", "yellow")
PARTS = ("page", "handout", "words", "block", "source")  # of a page, to which a rule of wording may apply
CHANNEL_TEXTS = ("notice", "name", "block", "through", "tell", "save", "fails")  # fields of a channel

Kind = Annotated[str, PlainValidator(one_of(*HELPLINE_KINDS))]
Confidence = Annotated[str, PlainValidator(one_of("high", "medium"))]
MenuGroup = Annotated[str, PlainValidator(one_of(*MENU_GROUPS))]
ChannelGroup = Annotated[str, PlainValidator(one_of(*CHANNEL_GROUPS))]
Notice = Annotated[str, PlainValidator(one_of(*NOTICEABILITY))]
PullbackGroup = Annotated[str, PlainValidator(one_of(*PULLBACK_GROUPS))]
ReplyGroup = Annotated[str, PlainValidator(one_of(*REPLY_GROUPS))]
Needs = Annotated[str, PlainValidator(one_of("yes", "no", "advice"))]
Part = Annotated[str, PlainValidator(one_of(*PARTS))]
ChannelText = Annotated[str, PlainValidator(one_of(*CHANNEL_TEXTS))]

# data/helplines.yml and data/emergency.yml


class Directory(Record):
    """A list of helplines that somebody else keeps."""

    name: Text
    what: Text
    site: Https
    seen: ListOf[Text]


class Helpline(Record):
    """A helpline."""

    name: Text
    kind: Kind
    who: Text
    site: Https
    confidence: Confidence
    confirmed: OrEmpty[Day]
    seen: ListOf[Text]
    region: OptionalText = None
    word: OptionalText = None
    hint: OptionalText = None
    caution: OptionalText = None
    text: OptionalText = None
    chat: OptionalText = None
    email: OptionalText = None
    tty: OptionalText = None
    hours: OptionalText = None
    languages: OptionalText = None
    note: OptionalText = None
    show: OptionalNumber = None
    also: NonEmptyList[ShownNumber] = ()
    dial: OptionalPhone = None


class CountryHelplines(Record):
    """The helplines of one country."""

    country: CountryCode
    lines: NonEmptyList[Helpline]


class HelplinesFile(Record):
    """data/helplines.yml."""

    directories: ListOf[Directory]
    countries: ListOf[CountryHelplines]


class EmergencyNumbers(Record):
    """The emergency numbers of one country."""

    country: CountryCode
    name: Text
    also: NonEmptyList[Text] = ()
    police: NonEmptyList[EmergencyNumber]
    ambulance: NonEmptyList[EmergencyNumber] = ()
    fire: NonEmptyList[EmergencyNumber] = ()
    general: NonEmptyList[EmergencyNumber] = ()
    hint: OptionalText = None
    silent: OptionalText = None
    note: OptionalText = None
    confirmed: OrEmpty[Day]
    seen: ListOf[Text]


class EmergencyFile(Record):
    """data/emergency.yml."""

    emergency: NonEmptyList[EmergencyNumbers]


# What the pages say


class Source(Record):
    """A published work that a claim may cite."""

    short: Text
    title: Text
    where: Text
    year: Year
    url: OptionalHttps = None
    about: Text


class SourcesFile(Record):
    """data/sources.yml."""

    sources: dict[Slug, Source]


class EvidenceLevel(Record):
    """How certain the guide is of a claim."""

    label: Text
    means: Text


class EvidenceLevelsFile(Record):
    """data/evidence_levels.yml."""

    evidence_levels: dict[Text, EvidenceLevel]


class Channel(Record):
    """A way by which somebody can be reached, and what closing it does."""

    id: Slug
    group: ChannelGroup
    notice: Notice
    name: Inline
    block: Inline
    through: Inline
    tell: Inline
    save: Inline
    fails: Inline


class ChannelsFile(Record):
    """data/channels.yml."""

    channels: NonEmptyList[Channel]


class Menu(Record):
    """The way to the block in a phone or an app, according to its maker's help page."""

    id: Slug
    group: MenuGroup
    notice: Notice
    name: Inline
    way: Inline
    other: OptionalInline = None
    save: Inline
    does: Inline
    tell: Inline
    quieter: OptionalInline = None
    maker: Text
    page: OptionalHttps = None
    checked: Day
    seen: NonEmptyList[Https]
    note: OptionalText = None


class MenusFile(Record):
    """data/menus.yml."""

    menus: NonEmptyList[Menu]


class Pullback(Record):
    """A form in which somebody may try to draw the reader back."""

    id: Slug
    group: PullbackGroup
    name: Inline
    example: Inline
    pull: Inline
    real: Inline
    do: Inline
    help: StrictBool = False  # a reason to speak to someone who can act


class PullbacksFile(Record):
    """data/pullbacks.yml."""

    pullbacks: NonEmptyList[Pullback]


class Pair(Record):
    """What someone says, and a dull answer."""

    they: Inline
    you: Inline


class Exchange(Record):
    """Short exchanges to practise, for one setting."""

    setting: Slug
    pairs: NonEmptyList[Pair]


class ExchangesFile(Record):
    """data/exchanges.yml."""

    exchanges: NonEmptyList[Exchange]


class Reply(Record):
    """A message, whether it needs a reply, and three ways to word one."""

    id: Slug
    group: ReplyGroup
    needs: Needs
    they: Inline
    why: Inline
    grey: OptionalInline = None
    biff: OptionalInline = None
    yellow: OptionalInline = None


class RepliesFile(Record):
    """data/replies.yml."""

    replies: NonEmptyList[Reply]


class GlossaryEntry(Record):
    """A word that people use for this, in plain words."""

    word: Inline
    plain: Inline
    means: Inline
    also: NonEmptyList[Text] = ()
    see: OptionalInline = None


class GlossaryFile(Record):
    """data/glossary.yml."""

    glossary: NonEmptyList[GlossaryEntry]


class QuestionGroup(Record):
    """Questions of the safety check that lead to one outcome."""

    id: Slug
    heading: Text
    asks: NonEmptyList[Text]
    above: dict[int, Text] = Field(default_factory=dict)  # by a question’s number: a line above it, on the page
    leads: Slug
    after: OptionalText = None


class Outcome(Record):
    """What to do after a yes."""

    id: Slug
    name: Inline
    why: Inline
    do: Inline


class SafetyCheck(Record):
    """The questions, and the outcome of each group and of none."""

    none: Slug
    groups: NonEmptyList[QuestionGroup]
    outcomes: ListOf[Outcome]

    def outcome(self, id: str) -> Outcome:
        """The outcome with this id; core/consistency.py makes sure that there is one."""
        return next(outcome for outcome in self.outcomes if outcome.id == id)


class SafetyCheckFile(Record):
    """data/safety_check.yml."""

    safety_check: SafetyCheck


class Drawing(Record):
    """The words of a drawing."""

    title: Text
    shows: Text
    caption: Text
    labels: NonEmptyList[Text]


class DrawingsFile(Record):
    """data/drawings.yml."""

    drawings: dict[Slug, Drawing]


class ExceptedText(Record):
    """A text that one page may contain although a pattern matches it."""

    page: Text
    text: Text
    reason: Text


class BannedWording(Record):
    """A pattern of words that could hurt a reader or promise too much."""

    pattern: Pattern
    why: Text
    instead: Text
    excepted: ListOf[ExceptedText] = Field(default=(), alias="except")  # a keyword of Python


class BannedWordingFile(Record):
    """data/banned_wording.yml."""

    banned_wording: ListOf[BannedWording]


class ExceptedPage(Record):
    """A page to which a rule does not apply."""

    page: Text
    reason: Text


class RequiredWording(Record):
    """Words that a reader needs in certain places, or that must not be in them."""

    name: Text
    pages: NonEmptyList[Text] = ()
    mentions: OptionalPattern = None
    excepted: ListOf[ExceptedPage] = Field(default=(), alias="except")  # a keyword of Python
    part: Part = "page"
    steps: dict[Text, NonEmptyList[Text]] = Field(default_factory=dict)
    channels: dict[ChannelText, NonEmptyList[Slug]] = Field(default_factory=dict)
    requires: dict[Text, Pattern] = Field(default_factory=dict)
    without: NonEmptyList[Pattern] = ()
    why: Text
    instead: Text


class RequiredWordingFile(Record):
    """data/required_wording.yml."""

    required_wording: ListOf[RequiredWording]


class InvitingPage(Record):
    """A page that ends with an invitation to sessions."""

    page: DocsPage
    name: Inline


class Navigation(Record):
    """How a reader gets from page to page; a rule that is left out is not checked."""

    start: OptionalPage = None
    ends_with: OptionalText = None
    help: OptionalPage = None
    invites: ListOf[InvitingPage] | None = None
    parts_that_invite: ListOf[Text] = ()
    excepted: ListOf[ExceptedPage] = Field(default=(), alias="except")


class NavigationFile(Record):
    """data/navigation.yml."""

    navigation: Navigation


class CrisisPatterns(Record):
    """How the search notices danger in what a reader types; core/crisis_patterns.py checks the patterns."""

    fillers: ListOf[Text]  # words that are ignored wherever they occur
    groups: dict[Slug, ListOf[Text]]  # words that a pattern may name together
    topics: ListOf[Slug]  # whoever surely means one of these is also treated as in danger
    answers: dict[Slug, ListOf[Slug]]  # the topics that come first, for each kind of danger
    quiet: ListOf[Text]  # everyday phrases, which are taken out before the other patterns are tried
    kinds: dict[Slug, ListOf[Text]]  # the patterns of each kind of danger


class CrisisPatternsFile(Record):
    """data/crisis_patterns.yml."""

    crisis_patterns: CrisisPatterns


class StringsFile(Record):
    """data/strings/, one file a language."""

    language: Text
    strings: dict[Text, Text]


@dataclass(frozen=True)
class DataFiles:
    """The content of data/: a field for each file, by its name without its ending."""

    helplines: HelplinesFile
    emergency: EmergencyFile
    sources: SourcesFile
    evidence_levels: EvidenceLevelsFile
    channels: ChannelsFile
    menus: MenusFile
    pullbacks: PullbacksFile
    exchanges: ExchangesFile
    replies: RepliesFile
    glossary: GlossaryFile
    safety_check: SafetyCheckFile
    drawings: DrawingsFile
    topics: TopicsFile
    redirects: RedirectsFile
    url_registry: UrlRegistryFile
    quick_exit: QuickExitFile
    banned_wording: BannedWordingFile
    required_wording: RequiredWordingFile
    crisis_patterns: CrisisPatternsFile
    navigation: NavigationFile
    headers: HeadersFile
    traces: TracesFile
    strings: StringsFile  # of one language
