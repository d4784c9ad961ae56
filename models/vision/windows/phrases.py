"""Words for windows: labels, names, ids, amounts, paths and sentences in several Latin-script languages."""

from __future__ import annotations

from random import Random

ACTIONS = (
    'Save|Cancel|OK|Apply|Delete|Edit|New|Open|Close|Search|Submit|Next|Back|Continue|Add|Remove|Copy|Paste|Undo|'
    'Redo|Help|Settings|Home|Files|View|Details|Print|Refresh|Reset|Send|Tools|Browse|Select All|Clear|Update|'
    'Install|Network|Display|Sound|Left|Right|Page Setup|Properties|About|Quit|Import|Export|Rename|Move Up|'
    'Move Down|Connect|Disconnect|Sign in|Sign out|Upload|Download|Share|Preview|Filter|Sort|Zoom In|Zoom Out|'
    'Start|Stop|Pause|Record|Scan|Verify|Compare|Merge|Discard|Retry|Skip|Finish|Yes|No|Later|Approve|Reject|'
    'Assign|Archive|Restore|Duplicate|Insert|Replace|Find|Go|Run|Build|Debug|Test|Deploy|Log in|More|Less|'
    'Advanced|Customise|Choose…|Save As…|Open Recent|Preferences|Check Now'
).split('|')
FOREIGN_ACTIONS = (
    'Speichern|Abbrechen|Öffnen|Schließen|Löschen|Übernehmen|Zurück|Weiter|Ändern|Hinzufügen|Enregistrer|Annuler|'
    'Fermer|Précédent|Suivant|Paramètres|Réinitialiser|Télécharger|Aperçu|Guardar|Cancelar|Añadir|Configuración|'
    'Imprimir|Búsqueda|Sí|Salva|Annulla|Chiudi|Più|Proprietà|Elimina|Salvar|Não|Opções|Impressão|Opslaan|'
    'Annuleren|Sluiten|Één|Zapisz|Otwórz|Usuń|Ścieżka|Żądanie|Spara|Stäng|Ändra|Återställ|Gem|Åbn|Tilføj|Lagre|'
    'Uložit|Zavřít|Příště|Möchten|Größe|Ça va'
).split('|')
SUBJECTS = (
    'Name|First name|Last name|Email|Password|Phone|Company|City|Country|Size|Title|Amount|Path|Host|Port|Theme|'
    'Volume|Brightness|Colour|Font|Format|Speed|Show hidden files|Wrap text|Remember me|Use proxy|'
    'Automatic updates|Loop|Mute|Grid|Snap|Full screen|Street|Postcode|Invoice|Customer|Due date|Start date|'
    'Status|Priority|Category|Comment|Quantity|Unit price|Discount|Total|Tax rate|Account|Currency|Language|'
    'Time zone|Interval|Timeout|Retries|Encoding|Line endings|Tab width|Margins|Orientation|Paper|Resolution|'
    'Quality|Codec|Frame rate|Bitrate|Latitude|Longitude|Altitude|Temperature|Humidity|Pressure|Patient|Doctor|'
    'Ward|Room|Department|Manager|Project|Task|Deadline|Owner|Version|License|Server|User name|Domain|Gateway|'
    'Subnet mask|Ask before closing|Check spelling|Show toolbar|Enable logging|Keep a backup|Play a sound|'
    'Notify me|Start at login|Follow links|Compress files|Include subfolders|Match case|Whole words|Read only|'
    'Hidden|Type|Modified|Created|Kind|Location|Description|Reference|Carrier|Weight|Width|Height|Depth|Opacity|'
    'Contrast|Rating'
).split('|')
WORDS = (
    'the of and to in is for on with as by from at this that file window list page order report value order '
    'system server account message letter number table report market water house light paper music garden river '
    'mountain summer winter simple double single open closed empty full quick slow early late often never always '
    'please select choose enter change remove update missing invalid available required optional current '
    'previous following several another first second third budget contract delivery shipment customer payment '
    'invoice schedule meeting project design review release network printer keyboard screen camera battery '
    'storage memory folder archive picture video audio camera driver größer über für straße können müssen '
    'Übersicht Änderung später école été déjà être très où français élève naïve mañana señor año información '
    'también está così perché città più università não coração avião ação é één België zażółć gęślą łódź żółty '
    'święto små børn gård fråga människa où čas dům řeka světlo'
).split()
FIRST = (
    'Anna Ben Clara David Eva Felix Grace Hugo Iris Jonas Karin Léa Marc Nadia Olga Paul Rosa Søren Tomás Uwe Zoë'
).split()
LAST = (
    'Müller Smith García Rossi Dubois Jensen Novák Kowalski Silva Berg Weiß Ødegård Lefèvre Muñoz Öztürk Brown Janssen'
).split()
TOPS = 'home srv var usr mnt media opt data'.split()
SUFFIXES = 'txt pdf png jpg csv md html py zip odt ods mp3 json log xml docx'.split()
MENUS = (
    'File|Edit|View|Search|Tools|Document|Help|Window|Format|Insert|Project|Build|Table|Options|Go|Bookmarks|'
    'Layer|Image|Filters|Datei|Bearbeiten|Ansicht|Extras|Hilfe|Fichier|Édition|Affichage|Outils|Aide|Archivo|Ver|'
    'Herramientas|Ayuda'
).split('|')


class Phrases:
    """Random text of the kinds that windows hold. All draws come from the Random given."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def action(self) -> str:
        return self._random.choice(FOREIGN_ACTIONS if self._random.random() < 0.2 else ACTIONS)

    def subject(self) -> str:
        return self._random.choice(SUBJECTS)

    def menu(self) -> str:
        return self._random.choice(MENUS)

    def word(self) -> str:
        return self._random.choice(WORDS)

    def words(self, least: int, most: int) -> str:
        return ' '.join(self.word() for _ in range(self._random.randint(least, most)))

    def title(self) -> str:
        text = self.words(1, 4)
        return text[0].upper() + text[1:]

    def sentence(self, least: int = 4, most: int = 14) -> str:
        text = self.words(least, most)
        return text[0].upper() + text[1:] + self._random.choice('...?!')

    def paragraph(self, sentences: int) -> str:
        return ' '.join(self.sentence() for _ in range(sentences))

    def person(self) -> str:
        return f'{self._random.choice(FIRST)} {self._random.choice(LAST)}'

    def amount(self) -> str:
        whole, cents = self._random.randint(0, 99999), self._random.randint(0, 99)
        shapes = [
            f'€{whole:,}.{cents:02d}',
            f'${whole}.{cents:02d}',
            f'{whole},{cents:02d} €',
            f'{whole:,}',
            f'£{whole}',
            f'-{whole}.{cents:02d}',
            f'{cents} %',
            f'{cents}%',
        ]
        return self._random.choice(shapes)

    def date(self) -> str:
        year, month, day = self._random.randint(1990, 2030), self._random.randint(1, 12), self._random.randint(1, 28)
        shapes = [
            f'{year}-{month:02d}-{day:02d}',
            f'{day:02d}.{month:02d}.{year}',
            f'{month}/{day}/{year}',
            f'{day}/{month}/{year}',
        ]
        return self._random.choice(shapes)

    def time(self) -> str:
        return f'{self._random.randint(0, 23)}:{self._random.randint(0, 59):02d}'

    def code(self) -> str:
        number = self._random.randint(0, 999999)
        letters = ''.join(self._random.choice('ABCDEFGHJKLMNPRSTUVWXYZ') for _ in range(self._random.randint(2, 4)))
        shapes = [
            f'{letters}-{number}',
            f'#{number}',
            f'{number:06d}',
            f'{number:08x}',
            f'{letters}{number % 1000}',
            f'v{number % 9}.{number % 31}',
        ]
        return self._random.choice(shapes)

    def file(self) -> str:
        stem = self._random.choice(
            [self.word(), f'{self.word()}_{self.word()}', f'{self.word()}-{self._random.randint(1, 99)}', self.title()]
        )
        return f'{stem}.{self._random.choice(SUFFIXES)}'

    def path(self) -> str:
        return f'/{self._random.choice(TOPS)}/{self.word()}/{self.file()}'

    def email(self) -> str:
        name = self.person().lower().replace(' ', '.')
        return f'{name}@{self._random.choice(["example.com", "mail.example.org", "example.net"])}'

    def value(self) -> str:
        """One datum, as found in a field or a table cell."""
        kinds = [
            self.person,
            self.amount,
            self.date,
            self.time,
            self.code,
            self.file,
            self.path,
            self.email,
            self.title,
            lambda: str(self._random.randint(0, 9999)),
            lambda: self.words(1, 4),
            self.subject,
        ]
        return self._random.choice(kinds)()
