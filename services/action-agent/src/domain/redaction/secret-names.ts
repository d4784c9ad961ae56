// How people call what nobody else shall see. Compared without accents and case; readers know few accents.

/** Names of a secret, in the languages that user interfaces most often come in. */
const names = [
  // passwords
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pass code',
  'pwd',
  'passwort',
  'kennwort',
  'passwoerter',
  'mot de passe',
  'contrasena',
  'clave',
  'senha',
  'palavra passe',
  'parola',
  'parola d ordine',
  'wachtwoord',
  'haslo',
  'heslo',
  'jelszo',
  'salasana',
  'losenord',
  'adgangskode',
  'kodeord',
  'passord',
  'parool',
  'sifre',
  'parole',
  'slaptazodis',
  'lozinka',
  'geslo',
  'mat khau',
  'kata sandi',
  'пароль',
  'парола',
  'лозинка',
  'συνθηματικο',
  'κωδικος',
  '密码',
  '密碼',
  'パスワード',
  '비밀번호',
  'סיסמה',
  'كلمة المرور',
  // short numbers
  'pin',
  'p1n',
  'pin code',
  'pin number',
  'pin nummer',
  'geheimzahl',
  'cvv',
  'cw',
  'cvc',
  'cvv2',
  'cvc2',
  'cid',
  'csc',
  'security code',
  'card verification code',
  'verification code',
  'prufziffer',
  'prufnummer',
  'kartenprufnummer',
  'sicherheitscode',
  'code de securite',
  'codigo de seguridad',
  'codice di sicurezza',
  'otp',
  'one time password',
  'one time code',
  'tan',
  'mtan',
  'puk',
  // keys
  'secret',
  'client secret',
  'shared secret',
  'webhook secret',
  'secret key',
  'signing secret',
  'signing key',
  'encryption key',
  'private key',
  'api key',
  'apikey',
  'api token',
  'api secret',
  'access key',
  'access token',
  'auth token',
  'refresh token',
  'bearer token',
  'session token',
  'personal access token',
  'token',
  'recovery code',
  'recovery key',
  'recovery phrase',
  'backup code',
  'seed phrase',
  'license key',
  'zugangstoken',
  'geheimnis',
  'schlussel',
] as const;

/** Words beside such a name that leave it a name: "Confirm new password". Others make a sentence or a button of it. */
const beside = new Set([
  'new',
  'old',
  'current',
  'your',
  'my',
  'the',
  'a',
  'confirm',
  'repeat',
  'retype',
  're',
  'enter',
  'type',
  'again',
  'verify',
  'choose',
  'create',
  'master',
  'account',
  'user',
  'login',
  'admin',
  'root',
  'wifi',
  'wi',
  'fi',
  'wlan',
  'network',
  'database',
  'db',
  'mail',
  'email',
  'e',
  'sign',
  'in',
  'production',
  'test',
  'live',
  'required',
  'optional',
  'neues',
  'altes',
  'aktuelles',
  'bestatigen',
  'wiederholen',
  'nouveau',
  'actuel',
  'confirmer',
  'votre',
  'nueva',
  'actual',
  'confirmar',
  'nova',
  'nieuw',
  'door',
  'sim',
  'card',
  'phone',
  'device',
  'app',
  'github',
  'aws',
  'slack',
  'stripe',
  'google',
  'npm',
  'openai',
  'service',
  'server',
  'ssh',
  'vpn',
  'smtp',
  'bot',
]);

/** What a number of a card or an account is called; masked while it is typed, when no check digit can tell yet. */
const numberNames: Readonly<Record<'card' | 'iban', readonly string[]>> = {
  card: [
    'card number',
    'credit card',
    'credit card number',
    'debit card',
    'cardnumber',
    'kartennummer',
    'kreditkarte',
    'kreditkartennummer',
    'numero de carte',
    'numero de tarjeta',
    'numero carta',
    'kaartnummer',
    'numero do cartao',
  ],
  iban: [
    'iban',
    'lban',
    '1ban',
    'kontonummer',
    'account number',
    'bank account number',
    'numero de compte',
    'numero de cuenta',
  ],
};

const combining = /\p{M}/gu;

/** Lower case, without accents and signs, words one blank apart. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(combining, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The same with `clientSecret` as two words. */
const unfolded = (text: string): string => folded(text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));

/** What is left of `CVV` when its last letter is taken for a part of the one before; in a sentence it is a career. */
const halfReadCode = 'cv';

/** The longest label of a field (words). */
const longestLabel = 6;

/** Whether this whole text names a secret: what stands in the field beside it is one. */
export function namesSecret(text: string): boolean {
  if (/[?!.,;]$/.test(text.trim()) || text.length > 60) return false; // a question or a sentence
  const words = folded(text.replace(/\((required|optional|\d+)\)|\*/gi, '')).split(' ');
  if (words.length > longestLabel || words[0] === '') return false;
  if (words.join(' ') === halfReadCode) return true;
  for (let size = Math.min(4, words.length); size > 0; size--) {
    for (let from = 0; from + size <= words.length; from++) {
      if (!isName(words.slice(from, from + size).join(' '))) continue;
      const others = [...words.slice(0, from), ...words.slice(from + size)];
      if (others.every((word) => isBeside(word) || isName(word))) return true;
    }
  }
  return false;
}

/** A number, or a word of the list; a border read as a letter may stand before it. */
const isBeside = (word: string): boolean =>
  /^\d$/.test(word) ||
  beside.has(word) ||
  (word.length >= 6 && (beside.has(word.slice(1)) || beside.has(word.slice(0, -1))));

/** Whether this whole text names a number that `pattern` is about. */
export const namesNumber = (text: string, pattern: 'card' | 'iban'): boolean =>
  numberNames[pattern].some((name) => isLike(folded(text), name));

/** Whether the text ends with the name of a secret: `DB_PASSWORD`, `the wifi password`, `X-Api-Key`. */
export function endsWithSecretName(text: string): boolean {
  const ends = (words: string[]) =>
    [1, 2, 3].some((size) => size <= words.length && isName(words.slice(-size).join(' ')));
  return ends(folded(text).split(' ')) || ends(unfolded(text).split(' '));
}

/** Names that others are made of, and that no other word ends with: `PGPASSWORD`, `Benutzerkennwort`, a blank that was not seen. */
const endings = names.filter((name) => name === 'token' || (/^[a-z]{6,}$/.test(name) && name !== 'secret'));
const isCompound = (phrase: string): boolean =>
  /^[a-z0-9]+$/.test(phrase) && endings.some((name) => phrase.length > name.length && phrase.endsWith(name));

/** A border that is read as a letter stands before the first word of a row. */
const isName = (phrase: string): boolean =>
  names.some((name) => isLike(phrase, name)) ||
  isCompound(phrase) ||
  (/^[ijlt1]/.test(phrase) && names.some((name) => phrase.slice(1) === name));

/** Readers err by a letter in six, never in short names: those are words of their own. */
function isLike(phrase: string, name: string): boolean {
  if (phrase === name) return true;
  if (phrase === `${name}s`) return false; // a heading over several
  const slips = name.length >= 9 ? 2 : name.length >= 6 ? 1 : 0;
  if (slips === 0 || Math.abs(phrase.length - name.length) > slips) return false;
  // Comparing letter by letter is dear, and nearly all words of a screen begin and end otherwise.
  if (phrase[0] !== name[0] && phrase.at(-1) !== name.at(-1)) return false;
  return distance(phrase, name) <= slips;
}

/** How many letters differ, are missing or too many. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
