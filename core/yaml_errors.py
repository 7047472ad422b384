"""Says why a line of YAML cannot be read, in words that whoever typed it understands, and what to write instead."""

import re

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
LONGEST = 80  # letters of a line that are shown
BEGINS_ABOVE = (  # of these mistakes YAML notices the end, and an editor needs the beginning
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
)
CURLY = re.compile(r":\s+[“„‘].*[”“’]$")  # a value that a word processor has put into marks that YAML does not know
CLOSED_ONLY = re.compile(r":\s+[^\"'\s].*[\"']$")  # a value that lost its first quotation mark
OPENED = re.compile(
    r"(?:: |- |[\[{,] *)(?:(\")[^\"]*|(')[^']*)$"
)  # a value whose quotation mark its line does not close
END = re.compile(r"[\]}\s,]*$")  # of a line, after a value
SPACELESS = re.compile(r"[\w-]+:\S.*")  # a name whose colon is followed by the value at once
ADVICE = (
    "put the text after the “name:” into quotation marks, leave a space after each colon, and indent with spaces, "
    "not with tabs"
)
QUOTE = "put the text into quotation marks"
INDENT = "is not in line with what belongs beside it; begin it with as many spaces as the line above or below it"
REASONS = {  # by a part of what YAML says
    "escape character": "has a \\ between double quotation marks; write single ones, ', around the text",
    "quoted scalar": "has a quotation mark that nothing closes; write the same mark again at the end of the text",
    "flow mapping": "has a { that nothing closes; write } at the end of its list",
    "flow sequence": "has a [ that nothing closes; write ] at the end of its list",
    "simple key": "has no colon after its name, or no space after its hyphen; write “name: value” or “- value”",
    "'-' indicator": INDENT,
    "undefined alias": f"begins its text with *, which YAML keeps for itself; {QUOTE}",
    "for the tag": f"begins its text with !, which YAML keeps for itself; {QUOTE}",
    "comment or line break": f"has a text after | or >; {QUOTE}, or write it below, indented",
    "block sequence entries": "begins a list on the line of its name; begin each entry on a line of its own below it",
}


def unreadable(text: str, error: yaml.MarkedYAMLError) -> str:
    """Return where a text cannot be read, why, and what to write: “, line 3: …”, or “: …” where no line is known.

    Takes the text and the error of the library; its `note` is the advice of a check of our own.
    """
    mark = error.context_mark if error.context in BEGINS_ABOVE else error.problem_mark
    if mark is None:
        return f": {error.problem}; {error.note or ADVICE}"
    if error.note:
        return f", line {mark.line + 1}: {error.problem}; {error.note}"
    lines = [*text.splitlines(), ""]
    if opened := _open_quote(lines, error):
        return f", line {opened}: “{lines[opened - 1].strip()[:LONGEST]}” {REASONS['quoted scalar']}"
    above = lines[mark.line - 1].strip() if mark.line else ""
    if "mapping values" in error.problem and SPACELESS.fullmatch(above):
        return f", line {mark.line}: “{above[:LONGEST]}” has no space after its colon; write one"
    line = lines[mark.line]
    return f", line {mark.line + 1}: “{line.strip()[:LONGEST]}” {_reason(line, mark.column, error)}"


def _open_quote(lines: list[str], error: yaml.MarkedYAMLError) -> int:
    """The number of the line that has lost its last quotation mark, or 0: with the mark, more of the text can be read.

    YAML reads on until the next mark, which may be far below.
    """
    reached = error.problem_mark.line if error.problem_mark else 0
    for number in range(min(reached, len(lines) - 1), -1, -1):
        if found := OPENED.search(lines[number]):
            mended = END.sub(lambda end, mark=found[1] or found[2]: f"{mark}{end[0]}", lines[number], count=1)
            if _reach([*lines[:number], mended, *lines[number + 1 :]]) > reached:
                return number + 1
    return 0


def _reach(lines: list[str]) -> int:
    """The number of lines, from 0, up to the first mistake; that of all lines if there is none."""
    try:
        yaml.compose("\n".join(lines), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line if error.problem_mark else 0
    return len(lines)


def _reason(line: str, column: int, error: yaml.MarkedYAMLError) -> str:
    """Why a line cannot be read, and what to write. Takes the line as it is, and the column of the mistake."""
    typed, said = line.strip(), f"{error.context or ''} {error.problem}"
    if error.context not in BEGINS_ABOVE:
        if CURLY.search(typed):
            return 'has curly quotation marks around a text; write straight ones (") instead'
        if CLOSED_ONLY.search(typed):
            return "has a quotation mark at the end of a text alone; write the same mark at its beginning, too"
    if "cannot start any token" in said:
        first = line[column : column + 1]
        if first == "\t":
            return "is indented with a tab; write spaces instead"
        return f"begins its text with {first}, which YAML keeps for itself; {QUOTE}"
    if "mapping values" in said:
        second = ": " in typed.partition(": ")[2]
        return "has two colons; put the text after the first one into quotation marks" if second else INDENT
    if "expected key" in said:
        if not line[:column].strip():
            return INDENT
        if line[column : column + 1] in ("]", "}"):
            return f"has one {line[column]} too many; delete it"
        return f"goes on after its last quotation mark; {QUOTE} of the other kind"
    if "parsing a flow" in said and typed.endswith(("]", "}")):
        return "has a list that cannot be read; write commas between its parts, and each text in quotation marks"
    known = next((reason for part, reason in REASONS.items() if part in said), None)
    return known or f"cannot be read ({error.problem}); {ADVICE}"
