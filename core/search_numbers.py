"""Writes numbers as letters, so that the search index is small, and JSON.parse() and a loop are enough to read it.

docs/assets/search_engine.js reads them again.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"  # of numbers, in base 64
MORE = 32  # added to each digit but a number's last: so the digits of different numbers need no separator
HASH_BITS = 22


def hash_text(text: str) -> int:
    """Return a number of HASH_BITS bits for a text (FNV-1a by Fowler, Noll and Vo, the upper bits)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value >> 32 - HASH_BITS


def encode(numbers: list[int]) -> str:
    """Write whole numbers as text, five bits a character; a character of DIGITS from MORE on has another after it."""
    text = ""
    for number in numbers:
        while number >= MORE:
            text += DIGITS[MORE + number % MORE]
            number //= MORE
        text += DIGITS[number]
    return text


def encode_rows(rows: list[dict[int, int]]) -> dict[str, str]:
    """Write a table of numbers by number for each of some words, as two texts that compress well.

    The keys as their distances from the key before, with a space after each row; and all values in the same order.
    """
    keys, values = [], []
    for row in rows:
        found = sorted(row)
        keys.append(encode([key - last for last, key in zip([-1, *found], found, strict=False)]))
        values += [row[key] for key in found]
    return {"keys": " ".join(keys), "values": encode(values)}
