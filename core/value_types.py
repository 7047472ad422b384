"""The types of the values in data/ and in the settings: each names its check of core/value_checks.py."""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core import value_checks as check

AnyText = Annotated[str, PlainValidator(check.any_text)]
Text = Annotated[str, PlainValidator(check.text)]
Plain = Annotated[str, PlainValidator(check.plain)]
Inline = Annotated[str, PlainValidator(check.inline)]
Sentences = Annotated[str, PlainValidator(check.sentences)]
Pattern = Annotated[str, PlainValidator(check.pattern)]
Slug = Annotated[str, PlainValidator(check.slug)]
Code = Annotated[str, PlainValidator(check.code)]
DocsPage = Annotated[str, PlainValidator(check.page)]  # a file below docs/
CountryCode = Annotated[str, PlainValidator(check.country_code)]
Target = Annotated[str, PlainValidator(check.target)]
Address = Annotated[str, PlainValidator(check.address)]
FormField = Annotated[str, PlainValidator(check.form_field)]
Https = Annotated[str, PlainValidator(check.https)]
Email = Annotated[str, PlainValidator(check.email)]
International = Annotated[str, PlainValidator(check.international)]
SiteUrl = Annotated[str, PlainValidator(check.site_url)]
ShownNumber = Annotated[str, PlainValidator(check.shown_number)]
EmergencyNumber = Annotated[str, PlainValidator(check.emergency_number)]
Day = Annotated[date, PlainValidator(check.day)]
Year = Annotated[int, PlainValidator(check.year)]
Count = Annotated[int, PlainValidator(check.count)]
Language = Annotated[str, PlainValidator(check.language)]
Header = Annotated[str, PlainValidator(check.header)]
HeaderValue = Annotated[str, PlainValidator(check.header_value)]
PolicyValue = Annotated[str, PlainValidator(check.policy_value)]
Framing = Annotated[str, PlainValidator(check.one_of("'none'", "'self'", "*"))]  # who may show a folder's pages
Folder = Annotated[str, PlainValidator(check.folder)]
NamedFolder = Annotated[str, PlainValidator(check.named_folder)]

# A field that may be left out, and then is None; a field that is present is checked, so an empty one is refused.

OptionalText = Annotated[str | None, PlainValidator(check.text)]
OptionalInline = Annotated[str | None, PlainValidator(check.inline)]
OptionalPattern = Annotated[str | None, PlainValidator(check.pattern)]
OptionalSlug = Annotated[str | None, PlainValidator(check.slug)]
OptionalPage = Annotated[str | None, PlainValidator(check.page)]
OptionalHttps = Annotated[str | None, PlainValidator(check.https)]
OptionalNumber = Annotated[str | None, PlainValidator(check.shown_number)]
OptionalPhone = Annotated[str | None, PlainValidator(check.phone)]

# Lists, and values that may be empty

T = TypeVar("T")
ListOf = Annotated[tuple[T, ...], BeforeValidator(check.as_list)]
NonEmptyList = Annotated[tuple[T, ...], BeforeValidator(check.non_empty_list)]
OrEmpty = Annotated[T | None, BeforeValidator(check.none_if_empty)]


def error_at(place: str | int, error: str | PydanticCustomError, value: object) -> ValidationError:
    """Return a validation error at this index of a list or key of a mapping."""
    return ValidationError.from_exception_data("", [{"type": error, "loc": (place,), "input": value}])


def _distinct(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Accept a list without duplicates, whatever their case."""
    known = [entry.strip().casefold() for entry in entries]
    for index, entry in enumerate(known):
        if entry in known[:index]:
            raise error_at(index, PydanticCustomError("advice", "write each entry once"), entries[index])
    return entries


RecordsOrEmpty = Annotated[
    tuple[T, ...],
    BeforeValidator(check.as_list),
    BeforeValidator(lambda value: () if check.none_if_empty(value) is None else value),  # the last one runs first
]
ListOrEmpty = Annotated[RecordsOrEmpty[T], AfterValidator(_distinct)]


class Record(BaseModel):
    """An immutable record that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _with_text_keys(cls, value: Any) -> Any:
        """Make all keys texts: YAML reads a bare on, 2026 or 2026-01-02 as another type."""
        return {str(name): part for name, part in value.items()} if isinstance(value, dict) else value
