"""Words to train on. Sources: wamerican (public domain) and Unicode's CLDR as packaged with Babel (Unicode licence).

CLDR names languages, countries, currencies, months and days in every language, which is where the accents come from.
What it lacks in words is made up: new words in the spelling of each language, drawn letter by letter.
"""

import re
from collections import defaultdict
from pathlib import Path
from random import Random

from alphabet import is_readable, written

LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "pl", "cs", "sk", "hu", "ro", "tr", "hr", "sl")
_english = Path("/usr/share/dict/american-english")

INTERFACE = """Save Cancel OK Apply Close Open Edit View Help File Search Settings Options Preferences Sign in Log out Next
Back Finish Delete Remove Add New Copy Paste Cut Undo Redo Print Export Import Download Upload Share Refresh Reload Stop
Start Pause Play Username Password Email Address Phone Name Date Time Size Type Status Owner Modified Created Total
Amount Price Quantity Balance Invoice Order Customer Account Profile Home Dashboard Reports Users Groups Roles Admin
Inbox Sent Drafts Spam Trash Archive Folder Documents Pictures Music Videos Desktop Network Printer Display Sound Language
Region Keyboard Mouse Window Tab Toolbar Sidebar Zoom Fullscreen Enabled Disabled Active Inactive Pending Failed Success
Warning Error Info Debug Loading Untitled Page Selected Items Results Filter Sort Ascending Descending Select All None
Default Custom Advanced General Security Privacy Notifications Updates Version About Terms License Continue Submit Reset
Confirm Yes No Retry Ignore Details More Less Show Hide Expand Collapse Rename Move Properties Find Replace Go to Insert
Format Tools Build Run Terminal Output Problems Branch Commit Push Pull Merge Remember me I agree Forgot password? Learn
more Read only Invalid value Required field Choose file Drag and drop Today Yesterday Monday Friday January August""".split()


# The words that make up half of any text, and names: they teach where a capital I stands and where a small l.
COMMON = """the of and to a in is it you that he was for on are with as I his they be at one have this from or had by not but
what all were we when your can said there use an each which she do how their if will up other about out many then them these so
some her would make like him into time has look two more write go see number no way could people my than first water been call who
its now find long down day did get come made may part I'll I'm It's Isn't I've I'd Is In It If Its Into Instead Item Issue Image
Icon Input Inline Index Idea Ideas Ireland Italy Iris Ian Ivan Ida Ilse Igor Ines Isabel Ali Lily Bill Will Allison Ella Lola
still little full fill full-time till all well tell bell pull null cell call roll illegal parallel install initial million
billing milliseconds filling filter file files first final field profile office offline traffic effect affluent difficult
modern turn return learn earn warning morning corner internal external horn barn mm nn rn vv w ww uu ii""".split()
# The same of other languages, with the small words that carry accents.
COMMON_FOREIGN = {
    "de": "und der die das ist nicht für über können möchten zurück schließen öffnen löschen Größe Schlüssel gültig Prüfung später "
          "ändern Übersicht während früh größer außer heißt Straße Änderungen hinzufügen ausführen wählen Menü Lösung Zähler Gebühr",
    "fr": "le la les des est été être à où même déjà après très première dernière créer modifier réglages paramètres français clé ça "
          "été août là côté fenêtre tâche reçu envoyé équipe île où naïf œuvre sœur cœur l'été d'accord aujourd'hui n'est qu'il",
    "es": "el la los de que y en un está más también año mañana configuración información sesión contraseña teléfono dirección aquí "
          "sí qué cómo cuándo números página búsqueda español niño también última según días está útil pingüino ¿Qué? ¡Hola!",
    "pt": "o a os de que não são está você também configurações informações senha início página ação avançado opções três até já "
          "usuário histórico último próxima português coração manhã seleção edição padrão botão órgão às mês público à ônibus",
    "it": "il lo la di che è non più può già così perché città qualità novità giù lunedì venerdì però verrà sarà attività proprietà",
    "nl": "de het een van is niet wij zijn één ideeën coördinatie geüpload financiële België café vóór reünie drieëntwintig vacature",
    "sv": "och att det är för på då så från kör även måste återställ lösenord språk användare här när två år nästa sök öppna stäng",
    "da": "og det er på for at så også få må når år søg åbn luk gem næste først større ændringer tilføj øvrige besøg språk hjælp",
    "nb": "og det er på å få så når år søk åpne lukk neste først større endringer legg øvrige språk hjelp innstillinger må gjøre",
    "fi": "ja on ei että mutta käyttäjä sähköposti määrä päivä äiti hyvä tämä näytä lisää työ käännä yhtään öljy älä pääsy näkymä",
    "is": "og að það er ekki við þú þetta með fyrir nýtt lykilorð notandi síða þín ætla öll sjá árið dagur út úr hér því vefur",
    "pl": "i nie się na jest że już też są być może wyślij usuń użytkownik hasło zmień więcej następny wróć źródło łącze ćwiczenie "
          "język świat dziś środa żółty książka proszę został można której wartość pełny także dół późno ósmy",
    "cs": "a je se že když být může více uživatel heslo změnit přidat zpět další nastavení žádný člověk účet můžete přihlásit ještě "
          "které též ťuk ďábel měsíc říjen září únor květen červenec příští dnešní úplně tři čtyři šest",
    "sk": "a je sa že keď byť môže viac používateľ heslo zmeniť pridať späť ďalší nastavenia žiadny človek účet môžete prihlásiť ešte "
          "ktoré ľudia ťava dážď mesiac október júl štvrtok päť šesť kôň vŕba stĺp dĺžka vôbec mäso",
    "hu": "és a az nem hogy van egy már több felhasználó jelszó módosítás hozzáadás vissza következő beállítások idő fő először "
          "őszi tűz fű nagyító gyűjtő szükséges művelet előző könyv gyűrű hűség erős új út ír ötödik üzenet őr",
    "ro": "și nu este că în să mai acum utilizator parolă schimbați adăugați înapoi următor setări știri până când țară început "
          "căutare întrebare fișier ștergeți așteptați mâine sâmbătă română înțeles puțin însă țineți",
    "tr": "ve bir bu için değil daha çok kullanıcı şifre değiştir ekle geri sonraki ayarlar iptal güncelle dışa aktar açık ışık ılık "
          "İstanbul İzin İleri İndir yapıldı şimdi bugün yarın görüntüle düzenle öğe ağaç çağrı büyük küçük sığır",
    "hr": "i je se da što već može više korisnik lozinka promijeni dodaj natrag sljedeći postavke čovjek također đak šest žena ćevap "
          "riječ možete međutim sjećanje kuća noć ključ pošalji izbriši život",
    "sl": "in je se da še že kaj več uporabnik geslo spremeni dodaj nazaj naslednji nastavitve človek tudi šest žena račun možnost "
          "izbriši pošlji končaj prekliči shrani življenje ključ čas",
}


class Words:
    """Draws real and made-up words. Everything is decided by the given source of chance."""

    def __init__(self, chance: Random):
        self._chance = chance
        self._plain = [word for word in _english.read_text(encoding="utf-8").split() if is_readable(word)]
        self._foreign = {language: _cldr_words(language) for language in LANGUAGES}
        self._usual = {language: words.split() for language, words in COMMON_FOREIGN.items()}
        self._spelling = {language: _spelling_of(words) for language, words in self._foreign.items()}

    def common(self) -> str:
        return self._chance.choice(COMMON)

    def english(self) -> str:
        chance = self._chance
        return chance.choice(INTERFACE) if chance.random() < 0.35 else chance.choice(self._plain)

    def language(self) -> str:
        return self._chance.choice(LANGUAGES)

    def foreign(self, language: str) -> str:
        chance = self._chance
        share = chance.random()
        if share < 0.35:
            return self._invented(language)
        if share < 0.6:
            return chance.choice(self._usual[language])
        return chance.choice(self._foreign[language])

    def _invented(self, language: str) -> str:
        following, letters = self._spelling[language], "  "
        while len(letters) < 16:
            letter = self._chance.choice(following[letters[-2:]])
            if letter == " ":
                break
            letters += letter
        return letters.strip()


def _cldr_words(language: str) -> list[str]:
    """The words of CLDR's names in one language; those with accents three times as often."""
    from babel import Locale

    locale = Locale(language)
    names = [*locale.languages.values(), *locale.territories.values(), *locale.currencies.values()]
    for wide in (locale.months["format"]["wide"], locale.days["format"]["wide"]):
        names += [*wide.values()]
    words = sorted({word for name in names for word in re.split(r"[\s()/,]+", written(name)) if is_readable(word)})
    # The years of old currencies have an en dash between digits, which is rare elsewhere.
    words = [word for word in words if not re.search(r"\d", word)]
    return [word for word in words for _ in range(1 if word.isascii() else 3) if len(word) > 1]


def _spelling_of(words: list[str]) -> dict[str, list[str]]:
    """Which letters follow each pair of letters, as often as they do; a blank is the beginning and the end."""
    following = defaultdict(list)
    for word in words:
        letters = f"  {word.lower()} "
        for index in range(2, len(letters)):
            following[letters[index - 2:index]].append(letters[index])
    return following
