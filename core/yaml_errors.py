"""Explains why a line of YAML cannot be read, in plain words, and says what to write instead."""

import re

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster
MAX_SHOWN = 80  # letters of a line that are shown
REPORTED_AT_START = (  # mistakes that YAML notices at their end; an editor needs the beginning
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
)
CURLY_QUOTES = re.compile(r":\s+[“„‘].*[”“’]$")  # around a value: a word processor's quotation marks
MISSING_OPENING_QUOTE = re.compile(r":\s+[^\"'\s].*[\"']$")  # a value that lost its first quotation mark
OPEN_QUOTE = re.compile(
    r"(?:: |- |[\[{,] *)(?:(\")[^\"]*|(')[^']*)$"
)  # a value whose quotation mark its line does not close
VALUE_END = re.compile(r"[\]}\s,]*$")  # of a line, after a value
NO_SPACE_AFTER_COLON = re.compile(r"[\w-]+:\S.*")  # a name and a value without a space after the colon
ADVICE = (
    "put the text after the “name:” into quotation marks, leave a space after each colon, and indent with spaces, "
    "not with tabs"
)
QUOTE_ADVICE = "put the text into quotation marks"
INDENT_ADVICE = "is not in line with what belongs beside it; begin it with as many spaces as the line above or below it"
REASONS = {  # by a part of YAML's message
    "escape character": "has a \\ between double quotation marks; write single ones, ', around the text",
    "quoted scalar": "has a quotation mark that nothing closes; write the same mark again at the end of the text",
    "flow mapping": "has a { that nothing closes; write } at the end of its list",
    "flow sequence": "has a [ that nothing closes; write ] at the end of its list",
    "simple key": "has no colon after its name, or no space after its hyphen; write “name: value” or “- value”",
    "'-' indicator": INDENT_ADVICE,
    "undefined alias": f"begins its text with *, which YAML keeps for itself; {QUOTE_ADVICE}",
    "for the tag": f"begins its text with !, which YAML keeps for itself; {QUOTE_ADVICE}",
    "comment or line break": f"has a text after | or >; {QUOTE_ADVICE}, or write it below, indented",
    "block sequence entries": "begins a list on the line of its name; begin each entry on a line of its own below it",
}


def describe_error(text: str, error: yaml.MarkedYAMLError) -> str:
    """Return where a text cannot be read, why, and what to write: “, line 3: …”, or “: …” where no line is known.

    Takes the text and the error of PyYAML, whose `note` is the advice if one of our own checks raised it.
    """
    mark = error.context_mark if error.context in REPORTED_AT_START else error.problem_mark
    if mark is None:
        return f": {error.problem}; {error.note or ADVICE}"
    if error.note:
        return f", line {mark.line + 1}: {error.problem}; {error.note}"
    lines = [*text.splitlines(), ""]
    if opened := _open_quote(lines, error):
        return f", line {opened}: “{lines[opened - 1].strip()[:MAX_SHOWN]}” {REASONS['quoted scalar']}"
    above = lines[mark.line - 1].strip() if mark.line else ""
    if "mapping values" in error.problem and NO_SPACE_AFTER_COLON.fullmatch(above):
        return f", line {mark.line}: “{above[:MAX_SHOWN]}” has no space after its colon; write one"
    line = lines[mark.line]
    return f", line {mark.line + 1}: “{line.strip()[:MAX_SHOWN]}” {_reason(line, mark.column, error)}"


def _open_quote(lines: list[str], error: yaml.MarkedYAMLError) -> int:
    """The number of the line that lacks its closing quotation mark, or 0: with it, more of the text can be read.

    YAML reports the error only at the next mark, which may be far below.
    """
    reached = error.problem_mark.line if error.problem_mark else 0
    for number in range(min(reached, len(lines) - 1), -1, -1):
        if found := OPEN_QUOTE.search(lines[number]):
            repaired = VALUE_END.sub(lambda end, mark=found[1] or found[2]: f"{mark}{end[0]}", lines[number], count=1)
            if _first_error_line([*lines[:number], repaired, *lines[number + 1 :]]) > reached:
                return number + 1
    return 0


def _first_error_line(lines: list[str]) -> int:
    """The index of the line of the first error; the number of lines if there is none."""
    try:
        yaml.compose("\n".join(lines), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line if error.problem_mark else 0
    return len(lines)


def _reason(line: str, column: int, error: yaml.MarkedYAMLError) -> str:
    """Why a line cannot be read, and what to write. Takes the line as it is, and the column of the mistake."""
    typed, message = line.strip(), f"{error.context or ''} {error.problem}"
    if error.context not in REPORTED_AT_START:
        if CURLY_QUOTES.search(typed):
            return 'has curly quotation marks around a text; write straight ones (") instead'
        if MISSING_OPENING_QUOTE.search(typed):
            return "has a quotation mark only at the end of a text; write the same mark at its beginning"
    if "cannot start any token" in message:
        first = line[column : column + 1]
        if first == "\t":
            return "is indented with a tab; write spaces instead"
        return f"begins its text with {first}, which YAML keeps for itself; {QUOTE_ADVICE}"
    if "mapping values" in message:
        second = ": " in typed.partition(": ")[2]
        return "has two colons; put the text after the first one into quotation marks" if second else INDENT_ADVICE
    if "expected key" in message:
        if not line[:column].strip():
            return INDENT_ADVICE
        if line[column : column + 1] in ("]", "}"):
            return f"has one {line[column]} too many; delete it"
        return f"goes on after its last quotation mark; {QUOTE_ADVICE} of the other kind"
    if "parsing a flow" in message and typed.endswith(("]", "}")):
        return "has a list that cannot be read; write commas between its parts, and each text in quotation marks"
    known = next((reason for part, reason in REASONS.items() if part in message), None)
    return known or f"cannot be read ({error.problem}); {ADVICE}"
