"""The schema of the settings in mkdocs.yml that are ours or reach every page, as typed records."""

from typing import Annotated

from pydantic import BeforeValidator, PlainValidator, StrictBool

from core.value_checks import none_if_empty, one_of
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
    Sentences,
    SiteUrl,
    Text,
)

PRACTICE_SETTINGS = "mkdocs.yml, extra › practice"  # where they are, for messages
Offered = Annotated[str, PlainValidator(one_of("therapy", "coaching", "counselling"))]
Accent = Annotated[str, PlainValidator(one_of("sea", "moss", "plum"))]


class SiteSettings(Record):
    """What the generator itself is set to."""

    site_name: Plain
    site_url: SiteUrl
    site_description: OrEmpty[Plain] = None


class Extra(Record):
    """The settings of ours in mkdocs.yml."""

    release: StrictBool
    practice: object


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
    kind: OrEmpty[Offered] = None
    apply_url: OrEmpty[Https] = None
    apply_email: OrEmpty[Email] = None
    apply_phone: OrEmpty[International] = None
    apply_fields: FieldsOrEmpty = ApplyFields()
    languages: ListOrEmpty[Language] = ()
    helpline_regions: ListOrEmpty[Text] = ()
    not_for: ListOrEmpty[Text] = ()
    accent: OrEmpty[Accent] = None
    medium: OrEmpty[Text] = None
    regions: OrEmpty[Text] = None
    price: OrEmpty[Text] = None
    length: OrEmpty[Text] = None
    waiting_time: OrEmpty[Text] = None
    answer_within: OrEmpty[Text] = None
    cancellation: OrEmpty[Text] = None
    qualification: OrEmpty[Text] = None
    registration: OrEmpty[Text] = None
    confidentiality: OrEmpty[Text] = None
    privacy: OrEmpty[Sentences] = None

    @property
    def takes_applications(self) -> bool:
        """Whether a reader can apply: by a form, by e-mail or by telephone."""
        return bool(self.apply_url or self.apply_email or self.apply_phone)
