"""The schema of the settings in mkdocs.yml that are ours or reach every page, as typed records."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from babel import Locale
from pydantic import BeforeValidator, PlainValidator, StrictBool, field_validator

from core import palette
from core.icons import icon_name
from core.value_checks import alternate_link, contact_link, in_words, none_if_empty, one_of, without_curly_quotes
from core.value_types import (
    Email,
    FormField,
    Https,
    International,
    Language,
    ListOrEmpty,
    OrEmpty,
    Plain,
    Record,
    RecordsOrEmpty,
    Sentences,
    SiteUrl,
    Text,
)

PRACTICE_SETTINGS = "mkdocs.yml, extra › practice"  # where they are, for messages
OfferKind = Annotated[str, PlainValidator(one_of("therapy", "coaching", "counselling"))]
Icon = Annotated[str, PlainValidator(icon_name)]
SCHEMES = {"(prefers-color-scheme: light)": "default", "(prefers-color-scheme: dark)": "slate"}  # by their media
BOTH_SCHEMES = (
    "write “primary” alone below it; or two entries with “media” and “scheme” as Material documents them, both with "
    "the same “primary”"
)


def _colour(value: object) -> str:
    """Accept the name of a colour that docs/assets/palette.css has, written as in Material's documentation."""
    name = str(value).strip().lower().replace(" ", "-")
    if name in palette.colour_names():
        return name
    shown = ", ".join(name.replace("-", " ") for name in palette.colour_names())
    raise ValueError(f"write one of: {shown}; or change --main in {palette.FILE}")


def _refuse_scheme(value: object) -> None:
    """Refuse a scheme for all readers: light or dark is each reader's own choice."""
    raise ValueError("delete it, since light or dark is the reader's own setting")


def _merge_palettes(value: object) -> object:
    """Turn two entries, one for light and one for dark, into one: each colour has tones for both."""
    if not isinstance(value, list) or not value:
        return {} if none_if_empty(value) is None else value
    entries = [dict(entry) if isinstance(entry, dict) else {} for entry in value]
    schemes = {str(entry.pop("media", "")): entry.pop("scheme", "") for entry in entries}
    if schemes != SCHEMES or any(entry != entries[0] for entry in entries):
        raise ValueError(BOTH_SCHEMES)
    return entries[0]


class SiteSettings(Record):
    """The settings of the generator itself."""

    site_name: Plain
    site_url: SiteUrl
    site_description: OrEmpty[Plain] = None
    site_author: OrEmpty[Plain] = None
    copyright: OrEmpty[Plain] = None


Colour = Annotated[str, PlainValidator(_colour)]


class Palette(Record):
    """The colours of the guide, by their names in Material for MkDocs."""

    primary: OrEmpty[Colour] = None
    accent: OrEmpty[Colour] = None
    scheme: Annotated[None, PlainValidator(_refuse_scheme)] = None


class Icons(Record):
    """The icons of the layout that can be set."""

    logo: OrEmpty[Icon] = None


class Theme(Record):
    """The settings of the theme. What a feature or font may be is in core/theme_settings.py."""

    name: Annotated[str, PlainValidator(one_of("material"))] = "material"
    custom_dir: Annotated[str, PlainValidator(one_of("overrides"))] = "overrides"
    static_templates: ListOrEmpty[Text] = ()
    language: Text = "en"
    direction: OrEmpty[Annotated[str, PlainValidator(one_of("ltr", "rtl"))]] = None
    logo: OrEmpty[Text] = None
    favicon: OrEmpty[Text] = None
    icon: Annotated[Icons, BeforeValidator(lambda value: {} if none_if_empty(value) is None else value)] = Icons()
    palette: Annotated[Palette, BeforeValidator(_merge_palettes)] = Palette()
    font: object = False
    features: ListOrEmpty[Text] = ()

    @property
    def primary(self) -> str:
        """The name of the main colour; empty if it is the guide's own."""
        name = self.palette.primary or ""
        return "" if name == palette.DEFAULT_COLOUR else name

    @property
    def accent(self) -> str:
        """The name of the colour under the pointer; empty if it is the main colour."""
        return self.palette.accent or ""

    @property
    def text_direction(self) -> str:
        """The direction of the text: as it is set, or else as the language is written."""
        return self.direction or ("rtl" if Locale.parse(self.language, sep="-").character_order[0] == "r" else "ltr")


class Social(Record):
    """A link in the footer to where else the practice can be found."""

    icon: Icon
    link: Annotated[str, PlainValidator(contact_link)]
    name: OrEmpty[Plain] = None

    @property
    def shown(self) -> str:
        """The name, or else the address without scheme, “www.” and final slash."""
        return self.name or re.sub(r"^[a-z]+:(//(www\.)?)?|/$", "", self.link)


class Alternate(Record):
    """A link to the guide in another language."""

    name: Plain
    link: Annotated[str, PlainValidator(alternate_link)]
    lang: Language


class Extra(Record):
    """The settings under extra."""

    release: StrictBool
    translation_of: OrEmpty[Text] = None
    practice: object
    homepage: OrEmpty[Https] = None
    social: RecordsOrEmpty[Social] = ()
    alternate: RecordsOrEmpty[Alternate] = ()
    generator: object = False


class ApplyFields(Record):
    """The names of the fields of the form in which a reader applies."""

    topic: OrEmpty[FormField] = None
    language: OrEmpty[FormField] = None
    code: OrEmpty[FormField] = None


FieldsOrEmpty = Annotated[ApplyFields, BeforeValidator(lambda value: {} if none_if_empty(value) is None else value)]


class Practice(Record):
    """Who offers sessions, and how; each setting may be left out or empty."""

    name: OrEmpty[Text] = None
    offer: OrEmpty[Sentences] = None
    kind: OrEmpty[OfferKind] = None
    apply_url: OrEmpty[Https] = None
    apply_email: OrEmpty[Email] = None
    apply_phone: OrEmpty[International] = None
    apply_fields: FieldsOrEmpty = ApplyFields()
    languages: ListOrEmpty[Language] = ()
    helpline_regions: ListOrEmpty[Text] = ()
    helpline_regions_only: OrEmpty[StrictBool] = None
    not_for: ListOrEmpty[Text] = ()
    medium: OrEmpty[Annotated[str, PlainValidator(in_words("online"))]] = None
    regions: OrEmpty[Annotated[str, PlainValidator(in_words("worldwide"))]] = None
    price: OrEmpty[Annotated[str, PlainValidator(in_words("60 euros a session"))]] = None
    length: OrEmpty[Annotated[str, PlainValidator(in_words("50 minutes"))]] = None
    waiting_time: OrEmpty[Annotated[str, PlainValidator(in_words("two weeks"))]] = None
    answer_within: OrEmpty[Annotated[str, PlainValidator(in_words("three days"))]] = None
    cancellation: OrEmpty[Annotated[str, PlainValidator(in_words("free until the day before"))]] = None
    qualification: OrEmpty[Text] = None
    registration: OrEmpty[Text] = None
    confidentiality: OrEmpty[Text] = None
    privacy: OrEmpty[Sentences] = None
    imprint: OrEmpty[Sentences] = None
    report_email: OrEmpty[Email] = None
    hosting: OrEmpty[Sentences] = None
    commission: OrEmpty[Sentences] = None

    _without_curly_quotes = field_validator("*", mode="before")(without_curly_quotes)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the settings say in the owner's words, as pages show it."""
        return tuple(text for _, text in self._shown())

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The texts except the offer: the owner's own rules, such as 30 days, need no source."""
        return tuple(text for setting, text in self._shown() if setting != "offer" and " " in text)

    def _shown(self) -> Iterator[tuple[str, str]]:
        """Each setting that is a text, with the text as pages show it."""
        name = (self.name or "").removesuffix(".")
        for setting, value in self:
            if isinstance(value, str):
                yield setting, " ".join(value.replace("{name}", name).split())

    @property
    def takes_applications(self) -> bool:
        """Whether a reader can apply: by a form, by e-mail or by telephone."""
        return bool(self.apply_url or self.apply_email or self.apply_phone)
