"""The characters the reader knows, in the order of its classes: class 0 is "nothing here", class 1 the first character."""

import string
import unicodedata

_ascii = string.punctuation + string.digits + string.ascii_uppercase + string.ascii_lowercase
_western = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŸ"
# Polish, Czech, Slovak, Hungarian, Romanian (comma below), Turkish (cedilla), Croatian, Slovene.
_central = "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŐőŔŕŘřŚśŞşŠšȘșŤťȚțŮůŰűŹźŻżŽž"
_signs = "€£¥¢§¶°«»‹›„“”‘’‚–—…•·×÷±≤≥≠≈∞µ½¼¹²³ªº¡¿¬©®™†‰→←↑↓✓✔✕✗⌘▲▼▶▸▾●○★☆"

ALPHABET = "".join(sorted(_ascii)) + " " + _western + _central + _signs
ACCENTED = _western + _central
SIGNS = _signs

_class_of = {character: index + 1 for index, character in enumerate(ALPHABET)}

# What cannot be told apart by looking, or looks the same by design, is written one way.
_same_look = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-", "\u00ad": None, "\u200b": None,
    "μ": "µ", "∙": "·", "⋅": "·", "ţ": "ț", "Ţ": "Ț", "✖": "✕", "―": "—", "‟": "“", "❯": "›",
})


def written(text: str) -> str:
    """`text` as the reader would write it: composed accents, single blanks, one character per look."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_same_look).split())


def is_readable(text: str) -> bool:
    """Whether every character of a written text has a class."""
    return bool(text) and all(character in _class_of for character in text)


def classes_of(text: str) -> list[int]:
    """The classes of a readable text."""
    return [_class_of[character] for character in text]


def decoded(classes, alphabet: str = ALPHABET) -> str:
    """Greedy CTC: equal neighbours are one character, class 0 is dropped. `classes`: ints, one per step."""
    read, previous = [], 0
    for index in classes:
        if index not in (0, previous):
            read.append(alphabet[index - 1])
        previous = index
    return "".join(read)
