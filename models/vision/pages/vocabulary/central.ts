import { vocabulary } from './vocabulary.ts';

export const german = vocabulary({
  actions:
    'Speichern,Abbrechen,Übernehmen,Löschen,Bearbeiten,Neu,Öffnen,Schließen,Suchen,Absenden,Anmelden,Abmelden,Registrieren,Weiter,Zurück,Fertig,Hinzufügen,Entfernen,Hochladen,Herunterladen,Teilen,Kopieren,Einfügen,Rückgängig,Drucken,Hilfe,Einstellungen,Profil,Konto,Startseite,Übersicht,Posteingang,Nachrichten,Berichte,Benutzer,Projekte,Dateien,Kalender,Kontakte,Exportieren,Importieren,Filtern,Aktualisieren,Zurücksetzen,Senden,Antworten,Weiterleiten,Ansicht,Mehr erfahren,Jetzt kaufen,In den Warenkorb,Zur Kasse,Abonnieren,Verbinden,Durchsuchen,Alles auswählen,Bestätigen,Überprüfen,Größe ändern,Schlüssel,Zubehör,Gerät wählen',
  labels:
    'Vorname,Nachname,E-Mail-Adresse,Passwort,Telefonnummer,Firma,Straße,Ort,Land,Postleitzahl,Benutzername,Geburtsdatum,Kartennummer,Betreff,Nachricht,Titel,Beschreibung,Betrag,Menge,Beginn,Ende,Währung,Priorität,Zuständig,Fälligkeit,Größe,Preis,Gesamtsumme,Steuer,Rechnungsnr.,Kündigungsfrist,Änderungsdatum,Verfügbarkeit,Hausnummer,Abteilung',
  options:
    'Angemeldet bleiben,Ich stimme den Bedingungen zu,Dunkles Design,Versteckte Dateien anzeigen,Benachrichtigungen erlauben,Automatische Updates,Täglich,Wöchentlich,Monatlich,Ja,Nein,Überweisung,Groß,Klein,Höhere Auflösung,Flüchtig,Für alle Benutzer,Außerhalb der Öffnungszeiten',
  words:
    'der die das und nicht für über können müssen größer schön grüßen Straße Häuser Äpfel Öl Übung während zwischen später früher möglich nächste Änderung Prüfung Rechnung Lieferung Bestellung Kunde Geschäft Verträge Büro Küche Gerät Schlüssel Grund Menü Jahr Monat Woche Frühling Gebühr Rückgabe Größe weiß heiß außerdem vielleicht natürlich Zeitung Bahnhof Flughafen Universität Entwicklung Verwaltung Gesellschaft wissenschaftlich Möglichkeit Erklärung ungefähr zusätzlich Tür Fenster Zähler Kürzel Qualität',
  people:
    'Jürgen Müller,Käthe Groß,Björn Weiß,Sören Jäger,Anneliese Köhler,Günther Schäfer,Lukas Böhm,Marlene Vogel,Jörg Krüger,Heike Lößner',
  places: 'München,Köln,Düsseldorf,Zürich,Würzburg,Nürnberg,Lübeck,Graz,Wien,Saarbrücken',
});

export const dutch = vocabulary({
  actions:
    'Opslaan,Annuleren,Toepassen,Verwijderen,Bewerken,Nieuw,Openen,Sluiten,Zoeken,Versturen,Aanmelden,Afmelden,Volgende,Vorige,Voltooien,Toevoegen,Uploaden,Downloaden,Delen,Kopiëren,Plakken,Afdrukken,Instellingen,Overzicht,Postvak IN,Berichten,Gebruikers,Bestanden,Agenda,Contactpersonen,Bijwerken,Meer lezen,Nu kopen,In winkelwagen',
  labels:
    'Voornaam,Achternaam,E-mailadres,Wachtwoord,Telefoonnummer,Bedrijf,Straat,Plaats,Postcode,Gebruikersnaam,Geboortedatum,Onderwerp,Bericht,Omschrijving,Bedrag,Aantal,Begindatum,Valuta,Prioriteit,Categorieën,Coördinaten,Financiën',
  options:
    'Ingelogd blijven,Donkere modus,Meldingen,Automatisch bijwerken,Dagelijks,Wekelijks,Maandelijks,Ja,Nee,Zoë’s account,Geïnstalleerd,Beëindigd',
  words:
    'de het een niet voor naar geïnteresseerd coördinatie reëel financiële bestelling factuur levering klant gebruiker zoeken vergadering week maand jaar huis straat koffie zee vóór één vrijdag tijdens misschien natuurlijk krijgen gelijk prijs ijs wijzigen bijlage schrijven nieuws dichtbij gemeente ziekenhuis beveiliging',
  people: 'Joris van Dijk,Noë de Vries,Chloë Jansen,Daniël Bakker,Maaike Visser,Pieter Smit,Renée Mulder',
  places: 'Amsterdam,Utrecht,’s-Hertogenbosch,Groningen,Antwerpen,Brugge,Eindhoven',
});

export const polish = vocabulary({
  actions:
    'Zapisz,Anuluj,Zastosuj,Usuń,Edytuj,Nowy,Otwórz,Zamknij,Szukaj,Wyślij,Zaloguj się,Wyloguj,Dalej,Wstecz,Zakończ,Dodaj,Prześlij,Pobierz,Udostępnij,Kopiuj,Wklej,Cofnij,Drukuj,Pomoc,Ustawienia,Konto,Strona główna,Wiadomości,Użytkownicy,Pliki,Kalendarz,Odśwież,Więcej,Kup teraz,Do koszyka,Połącz,Przeglądaj,Źródło',
  labels:
    'Imię,Nazwisko,Adres e-mail,Hasło,Numer telefonu,Firma,Ulica,Miejscowość,Kod pocztowy,Użytkownik,Data urodzenia,Temat,Treść wiadomości,Opis,Kwota,Ilość,Początek,Koniec,Waluta,Priorytet,Właściciel,Rozmiar,Łączna cena,Województwo',
  options:
    'Zapamiętaj mnie,Tryb ciemny,Powiadomienia,Codziennie,Co tydzień,Miesięcznie,Tak,Nie,Średni,Duży,Mały,Wysoki priorytet,Płatność kartą',
  words:
    'nie się jest być może żeby już także będzie który można między źródło ćwiczenie łódź świat książka dzień tydzień miesiąc zamówienie płatność dostawa użytkownik wiadomość załącznik ustawienia błąd ostrzeżenie zażółć gęślą jaźń północ południe wschód zachód śnieg ręka piątek środa niedziela kolejność żółty biały wszystkie ćwierć sześć dziewięć pięć ulica żaba szczegóły',
  people: 'Łukasz Wójcik,Małgorzata Dąbrowska,Paweł Żuk,Świętosław Krawczyk,Grażyna Szczęsna,Józef Kamiński',
  places: 'Łódź,Kraków,Gdańsk,Wrocław,Poznań,Częstochowa,Białystok,Rzeszów',
});

export const czech = vocabulary({
  actions:
    'Uložit,Zrušit,Použít,Smazat,Upravit,Nový,Otevřít,Zavřít,Hledat,Odeslat,Přihlásit se,Odhlásit,Další,Zpět,Dokončit,Přidat,Nahrát,Stáhnout,Sdílet,Kopírovat,Vložit,Tisk,Nápověda,Nastavení,Účet,Domů,Přehled,Zprávy,Uživatelé,Soubory,Kalendář,Obnovit,Více,Koupit,Do košíku,Připojit,Procházet',
  labels:
    'Jméno,Příjmení,E-mail,Heslo,Telefonní číslo,Společnost,Ulice,Město,PSČ,Uživatelské jméno,Datum narození,Předmět,Zpráva,Popis,Částka,Množství,Začátek,Konec,Měna,Priorita,Velikost,Číslo účtu,Způsob platby',
  options:
    'Zapamatovat si mě,Tmavý režim,Oznámení,Denně,Týdně,Měsíčně,Ano,Ne,Střední,Velký,Malý,Nejvyšší,Všichni uživatelé',
  words:
    'který může být také již přes před mezi žádný příliš žluťoučký kůň úpěl ďábelské ódy řeka město dům škola práce týden měsíc rok objednávka platba doručení uživatel zpráva příloha chyba upozornění středa čtvrtek pátek neděle větší menší účet číslo ulice kniha světlo tělo něco někdo všechno léto zítra dnes včera děti přítel',
  people: 'Jiří Dvořák,Tereza Nováková,Ondřej Čermák,Žofie Růžičková,Věra Šťastná,Řehoř Kříž',
  places: 'Praha,Brno,Plzeň,České Budějovice,Ústí nad Labem,Kroměříž,Třebíč',
});

export const hungarian = vocabulary({
  actions:
    'Mentés,Mégse,Alkalmaz,Törlés,Szerkesztés,Új,Megnyitás,Bezárás,Keresés,Küldés,Bejelentkezés,Kijelentkezés,Tovább,Vissza,Befejezés,Hozzáadás,Feltöltés,Letöltés,Megosztás,Másolás,Beillesztés,Nyomtatás,Súgó,Beállítások,Fiók,Kezdőlap,Üzenetek,Felhasználók,Fájlok,Naptár,Frissítés,Több,Vásárlás,Kosárba,Tallózás',
  labels:
    'Keresztnév,Vezetéknév,E-mail cím,Jelszó,Telefonszám,Cég,Utca,Város,Irányítószám,Felhasználónév,Születési idő,Tárgy,Üzenet,Leírás,Összeg,Mennyiség,Kezdés,Pénznem,Prioritás,Méret,Számlaszám,Fizetési mód',
  options: 'Emlékezz rám,Sötét mód,Értesítések,Naponta,Hetente,Havonta,Igen,Nem,Közepes,Nagy,Kicsi,Mindenkinek,Később',
  words:
    'hogy nem egy és vagy több között után előtt árvíztűrő tükörfúrógép őszi gyümölcs könyv város ház iskola hét hónap év rendelés fizetés szállítás felhasználó üzenet melléklet hiba figyelmeztetés szerda csütörtök péntek vasárnap nagyobb kisebb szám utca fény víz tűz föld levegő ősz tél nyár tavasz zöld fehér különböző lehetőség működik előző következő',
  people: 'Kovács Győző,Szűcs Ágnes,Nagy László,Tóth Zsófia,Kőszegi Ödön,Újházi Tímea',
  places: 'Budapest,Győr,Szeged,Pécs,Székesfehérvár,Kőszeg,Hódmezővásárhely',
});
