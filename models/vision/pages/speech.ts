import type { Random } from './random.ts';
import { english } from './vocabulary/english.ts';
import { languages } from './vocabulary/languages.ts';
import type { Vocabulary } from './vocabulary/vocabulary.ts';

const domains = ['example.com', 'mail.example.org', 'acme.test', 'example.net', 'post.example.eu'];
const fileEndings = [
  'txt',
  'pdf',
  'png',
  'docx',
  'xlsx',
  'zip',
  'mp3',
  'ts',
  'py',
  'md',
  'json',
  'csv',
  'html',
  'tar.gz',
];
const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Strings become safe inside markup and quoted attributes; everything Speech says has passed here. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Says things in one language (now and then in English). Every answer is already safe HTML. */
export class Speech {
  readonly random: Random;
  readonly language: Vocabulary;

  constructor(random: Random) {
    this.random = random;
    this.language = random.weighted(languages);
  }

  private from(list: keyof Vocabulary): string {
    const source = this.random.chance(0.12) ? english : this.language;
    return escapeHtml(this.random.pick(source[list]));
  }

  action = (): string => this.from('actions');
  label = (): string => this.from('labels');
  option = (): string => this.from('options');
  word = (): string => this.from('words');
  person = (): string => this.from('people');
  place = (): string => this.from('places');

  capital = (): string => {
    const word = this.word();
    return word.charAt(0).toUpperCase() + word.slice(1);
  };

  phrase(low: number, high: number): string {
    const first = this.capital();
    return [first, ...Array.from({ length: this.random.int(low, high) - 1 }, this.word)].join(' ');
  }

  sentence(low = 4, high = 12): string {
    const words = this.phrase(low, high).split(' ');
    if (words.length > 6 && this.random.chance(0.4)) words[3] += ',';
    if (this.random.chance(0.05)) words[1] = `(${words[1]})`;
    if (this.random.chance(0.05)) words[words.length - 1] = `“${words.at(-1)}”`;
    return words.join(' ') + this.random.pick(['.', '.', '.', '.', '?', '!', '…', ':']);
  }

  paragraph(sentences: number): string {
    return Array.from({ length: sentences }, () => this.sentence()).join(' ');
  }

  /** A title: of words, of actions or of a label. */
  title(): string {
    return this.random.weighted([
      [3, this.action],
      [2, this.label],
      [3, () => this.phrase(2, 4)],
      [1, () => `${this.label()} &#38; ${this.label()}`],
    ])();
  }

  time = (): string => {
    const clock = `${this.random.int(0, 23)}:${String(this.random.int(0, 59)).padStart(2, '0')}`;
    return this.random.chance(0.2)
      ? `${this.random.int(1, 12)}:${clock.split(':')[1]} ${this.random.pick(['AM', 'PM'])}`
      : clock;
  };

  date = (): string => {
    const [d, m, y] = [this.random.int(1, 28), this.random.int(1, 12), this.random.int(1998, 2029)];
    const pad = (part: number) => String(part).padStart(2, '0');
    return this.random.pick([
      `${y}-${pad(m)}-${pad(d)}`,
      `${pad(d)}.${pad(m)}.${y}`,
      `${m}/${d}/${y}`,
      `${d} ${shortMonths[m - 1]} ${y}`,
      `${shortMonths[m - 1]} ${d}`,
      `${pad(d)}/${pad(m)}/${String(y).slice(2)}`,
      `${y}-${pad(m)}-${pad(d)} ${this.time()}`,
    ]);
  };

  amount = (): string => {
    const whole = this.random.weighted([
      [2, this.random.int(0, 99)],
      [2, this.random.int(100, 9999)],
      [1, this.random.int(10_000, 9_999_999)],
    ]);
    const cents = String(this.random.int(0, 99)).padStart(2, '0');
    const grouped = (mark: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, mark);
    return this.random.pick([
      `$${grouped(',')}.${cents}`,
      `€${grouped(',')}.${cents}`,
      `${grouped('.')},${cents} €`,
      `£${grouped(',')}`,
      `${grouped(' ')} kr`,
      `${grouped(' ')},${cents} zł`,
      `${grouped('.')} Kč`,
      `-$${grouped(',')}.${cents}`,
      `CHF ${grouped('’')}.${cents}`,
      `${grouped(',')}`,
      `${grouped(',')}.${cents}`,
    ]);
  };

  code = (): string => {
    const letters = (count: number, from: string) =>
      Array.from({ length: count }, () => this.random.pick([...from])).join('');
    const digits = (count: number) => letters(count, '0123456789');
    return this.random.pick([
      `#${digits(5)}`,
      `INV-${this.random.int(2019, 2029)}-${digits(4)}`,
      letters(8, '0123456789abcdef'),
      `${letters(2, 'ABCDEFGHJKLMNPRSTUVWXYZ')}-${digits(6)}`,
      `${letters(8, '0123456789abcdef')}-${letters(4, '0123456789abcdef')}`,
      `${letters(4, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}-${letters(4, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`,
      `v${this.random.int(0, 20)}.${this.random.int(0, 30)}.${this.random.int(0, 9)}`,
      letters(this.random.int(5, 14), 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
    ]);
  };

  iban = (): string => {
    const country = this.random.pick(['DE', 'FR', 'ES', 'NL', 'PL', 'GB', 'IT', 'CH']);
    const groups = Array.from({ length: this.random.int(3, 5) }, () =>
      String(this.random.int(0, 9999)).padStart(4, '0'),
    );
    return `${country}${this.random.int(10, 98)} ${groups.join(' ')} ${this.random.int(10, 99)}`;
  };

  email = (): string => {
    const name = this.person()
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z ]/g, '')
      .trim()
      .replaceAll(' ', this.random.pick(['.', '_', '']));
    return `${name}${this.random.chance(0.3) ? this.random.int(1, 99) : ''}@${this.random.pick(domains)}`;
  };

  phone = (): string =>
    this.random.pick([
      `+${this.random.int(1, 99)} ${this.random.int(100, 999)} ${this.random.int(100_000, 999_999)}`,
      `(${this.random.int(200, 999)}) ${this.random.int(200, 999)}-${this.random.int(1000, 9999)}`,
      `0${this.random.int(10, 99)}/${this.random.int(100_000, 9_999_999)}`,
    ]);

  address = (): string =>
    `${this.person().split(' ').at(-1)} ${this.random.int(1, 240)}, ${this.random.int(10_000, 99_999)} ${this.place()}`;

  fileName = (): string => {
    const stem = this.random.pick([
      this.word,
      this.capital,
      () => `${this.word()}_${this.word()}`,
      () => `IMG_${this.random.int(1000, 9999)}`,
    ]);
    return `${stem()}.${this.random.pick(fileEndings)}`;
  };

  path = (): string =>
    this.random.pick([
      () => `/home/${this.word()}/${this.fileName()}`,
      () => `C:\\Users\\${this.capital()}\\${this.fileName()}`,
      () => `https://${this.random.pick(domains)}/${this.word()}/${this.random.int(1, 999)}`,
      () => `~/${this.word()}/${this.word()}`,
      () => `www.${this.random.pick(domains)}`,
    ])();

  measure = (): string =>
    `${this.random.int(1, 999)}${this.random.pick(['%', ' KB', ' MB', ' GB', ' ms', ' °C', ' km', '×', ' kg', 'px', ' h', ' min', '/100', ' pcs'])}`;

  /** What stands in a field or a table's cell. */
  value = (): string =>
    this.random.weighted([
      [3, this.person],
      [2, this.email],
      [2, this.date],
      [3, this.amount],
      [2, this.code],
      [1, this.iban],
      [1, this.phone],
      [1, this.address],
      [1, this.fileName],
      [1, this.path],
      [1, this.measure],
      [1, this.time],
      [1, () => String(this.random.int(0, 99_999))],
      [3, () => this.phrase(1, 4)],
      [1, this.place],
    ])();

  /** A value no wider than about fourteen letters: for narrow columns. */
  shortValue = (): string =>
    this.random.weighted([
      [2, this.date],
      [3, this.amount],
      [2, this.measure],
      [1, this.time],
      [2, () => String(this.random.int(0, 9999))],
      [2, this.capital],
      [1, this.place],
    ])();
}
