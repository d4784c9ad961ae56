"""Texts of the kinds that stand on screens: labels, sentences, amounts, addresses, code, tables, terminals, odd signs."""

import string
from random import Random

from alphabet import ACCENTED, ALPHABET, SIGNS, is_readable, written
from words import Words

_letters = string.ascii_letters
_confusable = "Il1|!i0OoQDCcGS5sB8Z2zuvVwWmnrnvvclrnhbqg9aoe"
_keywords = """if else for while return const let var function class def import from export async await new None null
true false self this int void char str print static public private try catch except with as in not and or lambda""".split()
_operators = ["=", "==", "===", "!=", "<=", ">=", "=>", "->", "+=", "&&", "||", "::", "//", "/*", "*/", "++", "--", "??",
              "?.", "|", ">>", "<<", "...", "#", "%", "+", "-", "*", "/", "&", "<", ">", "!", ";", "{", "}", "()", "[]", "${"]
_commands = ["ls -la", "cd ..", "git status", "git log --oneline", "npm run build", "sudo apt update", "cat", "grep -rn",
             "docker ps -a", "ssh", "make -j4", "python3 -m", "tail -f", "chmod 755", "ps aux |", "kill -9", "curl -s"]
_units = ["kg", "km", "GB", "MB", "KiB", "ms", "px", "%", "°C", "m²", "h", "min", "kB/s", "dpi", "€", "$", "£", "USD", "EUR", "Hz"]
_tops = ["com", "org", "net", "de", "fr", "io", "co.uk", "example", "edu", "pl"]


class Texts:
    """Draws one line of text at a time."""

    def __init__(self, seed: int):
        self.chance = Random(seed)
        self.words = Words(self.chance)
        self._kinds = [
            (18, self._phrase), (12, self._plain), (24, self._foreign_phrase), (5, self._sentence), (8, self._numbers), (4, self._amount),
            (6, self._moment), (6, self._identifier), (5, self._address), (6, self._path), (9, self._code),
            (5, self._terminal), (4, self._row), (3, self._single), (3, self._punctuation), (4, self._confusions),
            (4, self._random), (7, self._accents), (9, self._with_sign), (2, self._shortcut), (5, self._counted), (3, self._cut_off),
        ]

    def line(self, longest: int = 34) -> str:
        """A readable text of 1 to `longest` characters."""
        weights = [weight for weight, _ in self._kinds]
        while True:
            (_, kind), = self.chance.choices(self._kinds, weights)
            text = _shortened(written(kind()), longest)
            if is_readable(text):
                return text

    def _cased(self, text: str) -> str:
        share = self.chance.random()
        if share < 0.35:
            return text
        if share < 0.65:
            return text[:1].upper() + text[1:]
        if share < 0.8:
            return text.upper() if "ı" not in text else text
        return text.lower() if share < 0.9 else text.title()

    def _phrase(self) -> str:
        count = self.chance.choice([1, 1, 1, 2, 2, 3, 4])
        text = self._cased(" ".join(self.words.english() for _ in range(count)))
        return text + self.chance.choice([""] * 8 + [":", "…", "...", "?", "*", "!", ",", ".", " >", " (1)"])

    def _plain(self) -> str:
        """Running text of the commonest words."""
        chance = self.chance
        draw = lambda: self.words.common() if chance.random() < 0.75 else self.words.english().lower()
        text = " ".join(draw() for _ in range(chance.choice([1, 2, 3, 4, 5, 6])))
        text = text[:1].upper() + text[1:] if chance.random() < 0.6 else text
        return text + chance.choice(["", "", "", ".", "!", "?", ",", ":", "…"])

    def _foreign_phrase(self) -> str:
        language = self.words.language()
        count = self.chance.choice([1, 1, 2, 2, 3])
        text = self._cased(" ".join(self.words.foreign(language) for _ in range(count)))
        return text + self.chance.choice([""] * 8 + [":", "…", "...", "?", ".", "!"])

    def _sentence(self) -> str:
        chance = self.chance
        word = self.words.english if chance.random() < 0.5 else lambda language=self.words.language(): self.words.foreign(language)
        parts = [word() for _ in range(chance.randint(3, 6))]
        place = chance.randrange(len(parts))
        around = chance.choice(["“”", "„“", "‘’", "\"\"", "''", "()", "«»", "[]", "‚‘", "’’", "  ", "  "])
        parts[place] = around[0] + parts[place] + around[1]
        joint = chance.choice([" ", " ", " ", ", ", "; ", " – ", " — ", " - ", "/", " & ", " · "])
        text = " ".join(parts[:2]) + joint + " ".join(parts[2:])
        return (text[:1].upper() + text[1:]).replace("'s", chance.choice(["'s", "’s"])) + chance.choice([".", ".", "?", "!", ""])

    def _digits(self, most: int) -> str:
        return "".join(self.chance.choices(string.digits, k=self.chance.randint(1, most)))

    def _numbers(self) -> str:
        chance = self.chance
        value = chance.randrange(10 ** chance.randint(1, 9))
        form = chance.choice(["{}", "{:,}", "{:,}", "-{}", "+{}", "#{}", "({})", "{}.", "v{}", "x{}", "{}%", "{:x}", "0x{:X}", "No. {}"])
        text = form.format(value)
        if chance.random() < 0.3:
            text = text.replace(",", chance.choice([".", " ", "'", "’"]))
        if chance.random() < 0.25:
            text = chance.choice([f"{value % 100}.{self._digits(3)}", f"{self._digits(2)}/{self._digits(2)}", f"1.{self._digits(1)}.{self._digits(2)}",
                                  f"{self._digits(4)} x {self._digits(4)}", f"{self._digits(4)}×{self._digits(4)}", f"1–{self._digits(2)}"])
        return text + (" " + chance.choice(_units) if chance.random() < 0.2 else "")

    def _amount(self) -> str:
        chance = self.chance
        whole, cents = chance.randrange(10 ** chance.randint(1, 6)), chance.randint(0, 99)
        if chance.random() < 0.5:
            return chance.choice("$$€£¥-+") + f"{whole:,}.{cents:02}"
        text = f"{whole:,}".replace(",", chance.choice([".", " ", ""])) + f",{cents:02}"
        return text + chance.choice([" €", "€", " EUR", " kr", " zł", " Kč", " Ft", " lei", " CHF", " ₺"[:0]])

    def _moment(self) -> str:
        chance = self.chance
        year, month, day = chance.randint(1970, 2039), chance.randint(1, 12), chance.randint(1, 31)
        hour, minute, second = chance.randint(0, 23), chance.randint(0, 59), chance.randint(0, 59)
        dates = [f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}", f"{month}/{day}/{year}", f"{day}/{month:02}/{year % 100:02}",
                 f"{self.words.english()[:3].title()} {day}, {year}", f"{day}. {self.words.foreign('de')} {year}"]
        times = [f"{hour}:{minute:02}", f"{hour:02}:{minute:02}:{second:02}", f"{hour % 12 + 1}:{minute:02} {chance.choice(['AM', 'PM', 'am', 'pm'])}",
                 f"{hour:02}:{minute:02}:{second:02}.{chance.randint(0, 999):03}", f"T{hour:02}:{minute:02}Z", f"{minute} min ago"]
        return chance.choice([chance.choice(dates), chance.choice(times), chance.choice(dates) + " " + chance.choice(times)])

    def _identifier(self) -> str:
        chance = self.chance
        pick = lambda letters, count: "".join(chance.choices(letters, k=count))
        return chance.choice([
            lambda: pick("0123456789abcdef", chance.choice([7, 8, 12, 16])),
            lambda: "-".join(pick("0123456789abcdef", count) for count in (8, 4, 4)),
            lambda: f"{pick(string.ascii_uppercase, chance.randint(2, 4))}-{self._digits(6)}",
            lambda: pick(string.ascii_uppercase + string.digits, chance.randint(4, 12)),
            lambda: pick(_letters + string.digits, chance.randint(4, 16)),
            lambda: ".".join(str(chance.randint(0, 255)) for _ in range(4)) + chance.choice(["", ":8080", "/24", ":443"]),
            lambda: ":".join(pick("0123456789ABCDEF", 2) for _ in range(6)),
            lambda: f"DE{self._digits(2)} " + " ".join(pick(string.digits, 4) for _ in range(3)),
            lambda: f"+{chance.randint(1, 99)} {self._digits(3)} {pick(string.digits, 3)}-{pick(string.digits, 4)}",
            lambda: " ".join(pick(string.digits, 4) for _ in range(4)),
        ])()

    def _address(self) -> str:
        chance = self.chance
        name, host = self.words.english().lower().replace("'", ""), self.words.english().lower().replace("'", "")
        return chance.choice([
            f"{name}{chance.choice(['.', '_', '-', ''])}{self._digits(2)}@{host}.{chance.choice(_tops)}",
            f"{name}@{host}.{chance.choice(_tops)}",
            f"{chance.choice(['http://', 'https://', 'https://www.', ''])}{host}.{chance.choice(_tops)}/{name}",
            f"{host}.{chance.choice(_tops)}/{name}?id={self._digits(4)}&q={name[:3]}#{name[:2]}",
            f"localhost:{self._digits(4)}/{name}",
        ])

    def _path(self) -> str:
        chance = self.chance
        name = lambda: self._cased(self.words.english()).replace("'", "")
        ending = chance.choice(["txt", "pdf", "py", "ts", "json", "md", "png", "tar.gz", "html", "log", "yml", "xlsx", "docx", "c", "h"])
        return chance.choice([
            f"/{name().lower()}/{name().lower()}/{name()}.{ending}", f"C:\\{name()}\\{name()}.{ending}", f"~/{name()}/{name().lower()}",
            f"{name()}_{self._digits(3)}.{ending}", f"{name()}.{ending}", f"./{name().lower()}-{name().lower()}/", f"../{name()}.{ending}:{self._digits(3)}",
            f"@{name().lower()}/{name().lower()}", f"{name()} ({self._digits(1)}).{ending}", f".{name().lower()}rc",
        ])

    def _name(self) -> str:
        parts = [self.words.english().replace("'", "").lower() for _ in range(self.chance.choice([1, 1, 2, 2, 3]))]
        form = self.chance.choice(["snake", "camel", "camel", "Camel", "SNAKE", "kebab", "short"])
        if form == "short":
            return self.chance.choice("abcdefghijklmnopqrstuvwxyz_") + self.chance.choice(["", "", "1", "0", "2"])
        joined = {"snake": "_".join(parts), "SNAKE": "_".join(parts).upper(), "kebab": "-".join(parts)}
        camel = "".join(part.title() for part in parts)
        return joined.get(form, camel if form == "Camel" else camel[:1].lower() + camel[1:])

    def _code(self) -> str:
        chance, name = self.chance, self._name
        value = lambda: chance.choice([name(), f"'{self.words.english()}'", f'"{name()}"', self._digits(4), f"{name()}()", f"{name()}[{self._digits(1)}]", f"{name()}.{name()}"])
        return chance.choice([
            lambda: f"{chance.choice(['const', 'let', 'var', ''])} {name()} = {value()};",
            lambda: f"{name()}.{name()}({value()}, {value()})",
            lambda: f"if ({name()} {chance.choice(_operators[1:6])} {value()}) {{",
            lambda: f"def {name()}({name()}: {chance.choice(['int', 'str', 'list[str]'])}) -> None:",
            lambda: f"import {{ {name()} }} from './{name()}.ts';",
            lambda: f"#include <{name()}.h>", lambda: f"// {name()} {name()}", lambda: f"# {self.words.english()} {name()}",
            lambda: f"<{name()} {name()}=\"{self._digits(3)}\">", lambda: f"</{name()}>", lambda: f"\"{name()}\": {value()},",
            lambda: f"for (int i = 0; i < {value()}; i++)", lambda: f"{name()} => {value()}", lambda: f"  }}{chance.choice(['', ';', ')', '});', ','])}",
            lambda: f"{chance.choice(_keywords)} {name()}{chance.choice(['', ':', ';', ' {', '()'])}",
            lambda: " ".join(chance.choice([name(), chance.choice(_operators)]) for _ in range(4)),
            lambda: f"${{{name()}}}", lambda: f"--{name()}: #{self._digits(6)};", lambda: f"@{name()}", lambda: f"{name()}!::<{name()}>()",
        ])()

    def _terminal(self) -> str:
        chance, name = self.chance, self._name
        modes = "".join(chance.choice([letter, letter, "-"]) for letter in "rwxrwxrwx")
        return chance.choice([
            lambda: f"{name()}@{name()}:~$ {chance.choice(_commands)} {name()}", lambda: f"$ {chance.choice(_commands)}",
            lambda: f"{chance.choice('-dl')}{modes} {chance.randint(1, 9)} root root {self._digits(5)}",
            lambda: f"{self._digits(5)} ? S {chance.randint(0, 9)}:{chance.randint(0, 59):02} [{name()}]",
            lambda: f"[{chance.choice(['INFO', 'WARN', 'ERROR', 'ok', ' OK '])}] {name()}: {self.words.english()}",
            lambda: f"{name()}: command not found", lambda: f"[{self._digits(5)}.{self._digits(6)}] {name()}", lambda: f"{self._digits(2)}% [{'=' * 8}>   ]",
            lambda: f"+ {name()} | {self._digits(3)} {'+' * chance.randint(1, 6)}{'-' * chance.randint(0, 5)}", lambda: f"* {name()} -> {name()}",
        ])()

    def _row(self) -> str:
        cells = [self.chance.choice([self._numbers, self._amount, self._moment, self._phrase, self._identifier])() for _ in range(3)]
        return "  ".join(cells)

    def _counted(self) -> str:
        """A word or unit beside a number: the blank between them is easily overlooked."""
        chance, number = self.chance, self._digits(3)
        word = self._cased(self.words.english() if chance.random() < 0.7 else self.words.foreign(self.words.language()))
        return chance.choice([f"{word} {number}", f"{word} {number}", f"{number} {word}", f"{number} {chance.choice(_units)}", f"{word}: {number}",
                              f"{number} / {self._digits(4)}", f"{number}/{self._digits(2)}", f"{number} x {number}", f"{word}{number}", f"{word}, {number}",
                              f"{word} {number} {self.words.common()}", f"{self._digits(5)} - {number}", f"{word} = {number}", f"{word}={number}"])

    def _cut_off(self) -> str:
        """A text that had too little room."""
        text = self._phrase() if self.chance.random() < 0.5 else self._foreign_phrase()
        return text[:self.chance.randint(1, len(text))].strip() + self.chance.choice(["…", "…", "…", " …", "...", " ..."])

    def _single(self) -> str:
        return self.chance.choice(self.chance.choice([_letters, string.digits, string.digits, string.punctuation + "×✓✕•→…+-"]))

    def _punctuation(self) -> str:
        signs = self.chance.choices(string.punctuation, k=self.chance.randint(1, 4))
        run = self.chance.choice(string.punctuation) * self.chance.randint(2, 5)
        return self.chance.choice(["".join(signs), run, self.words.english() + run, " ".join(signs), run + self.words.english()])

    def _confusions(self) -> str:
        return "".join(self.chance.choices(_confusable, k=self.chance.randint(2, 9)))

    def _random(self) -> str:
        signs = string.ascii_letters * 2 + string.digits * 3 + string.punctuation
        return " ".join("".join(self.chance.choices(signs, k=self.chance.randint(1, 9))) for _ in range(self.chance.choice([1, 1, 2])))

    def _accents(self) -> str:
        letters = ACCENTED + string.ascii_letters
        return "".join(self.chance.choices(letters, k=self.chance.randint(2, 9)))

    def _with_sign(self) -> str:
        chance, sign = self.chance, self.chance.choice(SIGNS)
        word = self._cased(self.words.english())
        return chance.choice([f"{sign} {word}", f"{sign} {word}", f"{word} {sign}", f"{word}{sign}", f"{sign}{word}", f"{self._digits(3)}{sign}",
                              f"{self._digits(3)} {sign}", f"{sign} {self._digits(4)}", sign, f"{word} {sign} {self.words.english()}",
                              "".join(chance.choices(SIGNS + ALPHABET, k=5))])

    def _shortcut(self) -> str:
        chance = self.chance
        keys = chance.choice(["Ctrl+", "Alt+", "Shift+", "Ctrl+Shift+", "⌘", "Super+", "Ctrl-", "Strg+", "Alt+F"])
        return keys + chance.choice(list(string.ascii_uppercase + string.digits) + ["F5", "Del", "Enter", "Tab", "Esc", "←", "→", "↑", "↓", ",", "="])


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rstrip()
