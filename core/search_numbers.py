"""Writes numbers as letters, so that the search index is small, and JSON.parse() and a loop are enough to read it.

docs/assets/search_engine.js decodes them.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"  # of numbers, in base 64
MORE = 32  # added to each digit except a number's last, so that numbers need no separator
HASH_BITS = 22


def hash_text(text: str) -> int:
    """Return a number of HASH_BITS bits for a text (FNV-1a by Fowler, Noll and Vo, the upper bits)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value >> 32 - HASH_BITS


def encode(numbers: list[int]) -> str:
    """Encode integers as text, five bits per character; after a character of at least MORE the number continues."""
    text = ""
    for number in numbers:
        while number >= MORE:
            text += DIGITS[MORE + number % MORE]
            number //= MORE
        text += DIGITS[number]
    return text


def encode_rows(rows: list[dict[int, int]]) -> dict[str, str]:
    """Encode rows of numbers by key as two texts that compress well.

    `keys` has the difference of each key from the one before, with a space between rows; `values` has all values.
    """
    keys, values = [], []
    for row in rows:
        found = sorted(row)
        keys.append(encode([key - last for last, key in zip([-1, *found], found, strict=False)]))
        values += [row[key] for key in found]
    return {"keys": " ".join(keys), "values": encode(values)}
