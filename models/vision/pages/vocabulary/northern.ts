import { vocabulary } from './vocabulary.ts';

export const swedish = vocabulary({
  actions:
    'Spara,Avbryt,Verkställ,Ta bort,Redigera,Ny,Öppna,Stäng,Sök,Skicka,Logga in,Logga ut,Nästa,Tillbaka,Slutför,Lägg till,Ladda upp,Hämta,Dela,Kopiera,Klistra in,Ångra,Skriv ut,Hjälp,Inställningar,Konto,Översikt,Inkorg,Meddelanden,Användare,Filer,Kalender,Uppdatera,Läs mer,Köp nu,Bläddra,Välj alla',
  labels:
    'Förnamn,Efternamn,E-postadress,Lösenord,Telefonnummer,Företag,Gata,Ort,Postnummer,Användarnamn,Födelsedatum,Ämne,Meddelande,Beskrivning,Belopp,Antal,Startdatum,Ägare,Storlek,Förfallodag',
  options: 'Kom ihåg mig,Mörkt läge,Aviseringar,Varje dag,Varje vecka,Ja,Nej,Små,Större,Fri frakt,Högsta prioritet',
  words:
    'och att det inte är på för från över under också år månad vecka måndag lördag söndag människa björk älg sjö ö flygplats järnväg sjukhus skola böcker kött kärlek dörr fönster beställning räkning leverans användare säkerhet nätverk lösenord större mindre främst både någon något nära långt väg hälsa småland',
  people: 'Åsa Öberg,Göran Sjöström,Märta Lindqvist,Jörgen Åkesson,Elin Nyström,Örjan Bäck',
  places: 'Göteborg,Malmö,Västerås,Örebro,Linköping,Umeå,Jönköping',
});

export const danishNorwegian = vocabulary({
  actions:
    'Gem,Annuller,Anvend,Slet,Rediger,Åbn,Lukk,Søg,Send,Logg inn,Log ud,Næste,Tilbake,Fullfør,Tilføj,Last opp,Hent,Del,Kopiér,Sett inn,Fortryd,Skriv ut,Hjælp,Innstillinger,Oversikt,Innboks,Beskeder,Brukere,Filer,Kalender,Opdatér,Læs mere,Køb nu,Gå til kassen,Vælg alle',
  labels:
    'Fornavn,Efternavn,E-postadresse,Adgangskode,Telefonnummer,Firma,Gate,By,Postnummer,Brugernavn,Fødselsdato,Emne,Melding,Beskrivelse,Beløp,Antal,Størrelse,Måned,År,Forfaldsdato',
  options: 'Husk meg,Mørk modus,Varsler,Hver dag,Hver uge,Ja,Nei,Små,Større,Gratis frakt,Høy prioritet,På lager',
  words:
    'og at det ikke er på før fra også år måned uke mandag lørdag søndag mennesker bjørk elg sjø øy å æble være lære bær fjord gård gågade smørrebrød rødgrød fløde brød kød kjærlighet dør vindue bestilling faktura levering bruger sikkerhet nettverk større mindre både nær langt vej blå grønn hvordan hvorfor',
  people: 'Søren Kjær,Bjørn Håland,Åse Nygård,Jørgen Ødegaard,Mette Sørensen,Kåre Bræin',
  places: 'København,Århus,Tromsø,Ålesund,Bodø,Næstved,Lillehammer',
});

export const turkish = vocabulary({
  actions:
    'Kaydet,İptal,Uygula,Sil,Düzenle,Yeni,Aç,Kapat,Ara,Gönder,Giriş yap,Çıkış,Kayıt ol,İleri,Geri,Bitir,Ekle,Kaldır,Yükle,İndir,Paylaş,Kopyala,Yapıştır,Yazdır,Yardım,Ayarlar,Hesap,Ana sayfa,Gelen kutusu,Mesajlar,Kullanıcılar,Dosyalar,Takvim,Yenile,Daha fazla,Satın al,Sepete ekle,Gözat,Tümünü seç',
  labels:
    'Ad,Soyad,E-posta adresi,Şifre,Telefon numarası,Şirket,Sokak,Şehir,Ülke,Posta kodu,Kullanıcı adı,Doğum tarihi,Kart numarası,Konu,Açıklama,Tutar,Miktar,Başlangıç,Bitiş,Öncelik,Büyüklük',
  options:
    'Beni hatırla,Koyu tema,Bildirimler,Günlük,Haftalık,Aylık,Evet,Hayır,Küçük,Orta,Büyük,Ücretsiz kargo,Güvenli bağlantı',
  words:
    'bir ve için değil çok daha sonra önce güzel büyük küçük yeşil kırmızı sarı gün ay yıl hafta çarşamba perşembe cumartesi sipariş ödeme teslimat kullanıcı mesaj dosya hata uyarı şehir ülke köy dağ deniz ağaç çiçek kuş göl ışık ses söz İstanbul öğrenci öğretmen okul hastane güvenlik bağlantı çalışıyor görüntü değişiklik',
  people: 'Gülşen Yıldız,Çağrı Öztürk,İbrahim Şahin,Ayşe Doğan,Ömer Güneş,Işıl Çelik',
  places: 'İstanbul,İzmir,Eskişehir,Muğla,Şanlıurfa,Çanakkale,Ağrı',
});
