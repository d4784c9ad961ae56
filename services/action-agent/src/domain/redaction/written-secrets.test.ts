import { describe, expect, test } from 'vitest';
import { writtenLine } from '../../adapters/memory/reader.ts';
import type { ReadLine } from '../../ports.ts';
import { type PatternName, patternNames } from './find.ts';
import { type Wanted, withoutSecrets, writtenSecrets } from './written-secrets.ts';

const wanted: Wanted = { patterns: new Set(patternNames), named: true, isKnown: () => false };
const only = (...patterns: PatternName[]): Wanted => ({ ...wanted, patterns: new Set(patterns), named: false });

/** What of some text would be left to read. */
const left = (text: string, rules: Wanted = wanted): string => withoutSecrets(text, rules);
const isHidden = (secret: string, rules: Wanted = wanted): boolean =>
  !left(`before ${secret} after`, rules).includes(secret);

/** The words under the boxes found on a screen. */
const screen = { width: 2000, height: 1000 };

function hiddenWords(lines: ReadLine[], rules: Wanted = wanted, size = screen): string[] {
  const found = writtenSecrets(lines, rules, size);
  const words = lines.flatMap((line) => line.words);
  return words
    .filter(({ box }) => found.some(({ place }) => place.box.y === box.y && Math.abs(place.box.x - box.x) < 1))
    .map(({ text }) => text);
}

describe('misread', () => {
  test.each([
    ['an address whose sign was taken for a letter', 'm.torvalds0example.org', only('email')],
    ['an address whose sign was taken for one more digit', 'grace430example.org', only('email')],
    ['an address whose sign was taken for an a', 'barbara25auni.example.edu', only('email')],
    ['a card with the dashes of print', '6011–7787—8585–4030', only('card')],
    ['a token with an accent', 'hf_GNdjihJzMfY7rPwksCq3Sk6kIxziXmÜF24', only('token')],
    ['a sum with an accent', '35916e8a853d49bócda2e59b9f122ef87b7c2a28', only('token')],
    ['an address with its sign seen twice', 'l.torvalds@@mail.example.net', only('email')],
    ['an address with a bracket before its sign', 'hamilton(@post.example.de', only('email')],
    ['an account with a sign for an X', 'IT35×3220047260480543224005', only('iban')],
    ['an account of a country that there is none of', 'FS4401824438322438200044', only('iban')],
    ['an account whose first group is unreadable', 'JE6) 5254 b178 8403 9055 90', only('iban')],
    ['a token with a sign for a letter', 'hf_DxiuAy1T9c3b77LRGc58GgoTTzk4×7CXZa', only('token')],
    ['a sum with a sign for a letter', '5ab58bfaecb5ec75cfe1d7626·38f80f61b3', only('token')],
    ['a token with a speck in it', 'hf_GNd,jihJzMfY7rPwksCq3Sk6kIxziXmJF24', only('token')],
    ['a token with a blank in its beginning', 'ey JhbGci0iJIUzI1NiIsInR5cCI6IkpXVCJ9', only('token')],
  ])('%s is hidden', (_, text, rules) => {
    expect(left(`see ${text} here`, rules)).toBe('see ••• here');
  });

  test.each(['db1.example.net', 'mail.example.org', 'AB12 CDEF', 'this that with from them 1234'])(
    '%s is left',
    (text) => {
      expect(left(`${text} and more`)).toBe(`${text} and more`);
    },
  );
});

test.each([
  ['radia+9example.org', 6],
  ['perlman.uni.example.edu', 6],
  ['mail.example.org', 11],
])(
  'of %s a sign that was not read leaves a gap: hidden where letters or digits stand around it, before its host',
  (text, at) => {
    const line = writtenLine(`to ${text} now`, 10, 50);
    const characters =
      line.words[1]?.characters.map((one, place) => ({ ...one, x: one.x + (place > at ? 16 : 0) })) ?? [];
    const words = line.words.map((word, place) => (place === 1 ? { ...word, characters } : word));
    expect(hiddenWords([line], only('email'))).toEqual([]);
    expect(hiddenWords([{ ...line, words }], only('email'))).toEqual(text === 'radia+9example.org' ? [text] : []);
  },
);

test('addresses without a blank between them are all hidden', () => {
  expect(left('To: donald7@post.example.de,e.hopper@example.com', only('email'))).not.toMatch(/hopper|donald/);
});

test('a passphrase that is broken after a hyphen is hidden on both rows', () => {
  const lines = [writtenLine('the wifi password: staple-correct-', 10, 50), writtenLine('84 and so on', 10, 68)];
  expect(hiddenWords(lines)).toEqual(['staple-correct-', '84']);
});

describe('card numbers', () => {
  test.each([
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111111111111111',
    '3782 822463 10005',
    '6011 1111 1111 1117',
    '5555555555554444',
    '36227206271667',
  ])('%s is hidden', (card) => {
    expect(isHidden(card, only('card'))).toBe(true);
  });

  test('are hidden when a digit was read as a letter', () => {
    expect(isHidden('4lll 11I1 1111 1111', only('card'))).toBe(true);
    expect(isHidden('4111 1111 1111 11O1', only('card'))).toBe(true);
  });

  test('are hidden when a digit was misread, by their groups', () => {
    expect(isHidden('4111 1111 1171 1111', only('card'))).toBe(true);
  });

  test.each([
    '4111111111111112',
    '2026-03-17 14:30:22',
    '+49 30 1234567',
    'A-81569',
    '1700000000123',
    '7,158.45 8,802.18',
  ])('%s is none', (text) => {
    expect(left(text, only('card'))).toBe(text);
  });

  test('end where the date beside them begins', () => {
    expect(left('4111 1111 1111 1111\t2026-03-17', only('card'))).toBe('•••\t2026-03-17');
  });

  test('are found in four fields side by side', () => {
    const fields = ['4111', '1111', '1111', '1111'].map((part, index) => writtenLine(part, 100 + index * 60, 50));
    expect(hiddenWords(fields, only('card'))).toHaveLength(4);
  });

  test('are found over the end of a row', () => {
    const lines = [writtenLine('the card 4111 1111', 10, 50), writtenLine('1111 1111 is mine', 10, 70)];
    expect(hiddenWords(lines, only('card'))).toEqual(['4111', '1111', '1111', '1111']);
  });
});

describe('account numbers', () => {
  test.each([
    'DE89 3704 0044 0532 0130 00',
    'DE89370400440532013000',
    'GB29 NWBK 6016 1331 9268 19',
    'NO93 8601 1117 947',
  ])('%s is hidden', (iban) => {
    expect(isHidden(iban, only('iban'))).toBe(true);
  });

  test('are hidden when misread', () => {
    expect(isHidden('DE89 37O4 0044 0532 0l30 00', only('iban'))).toBe(true);
    expect(isHidden('DE89 3704 0044 0532 0130 01', only('iban'))).toBe(true);
  });

  test('are hidden when cut off by the edge of their field', () => {
    expect(isHidden('DE89 3704 0044 05', only('iban'))).toBe(true);
  });

  test.each(['at 14:30 it was 20 degrees', 'is 2026 a year', 'DE 4711', 'Order NO 1234'])('%s holds none', (text) => {
    expect(left(text, only('iban'))).toBe(text);
  });
});

describe('e-mail addresses', () => {
  test.each(['ada@example.org', 'grace.hopper+5@mail.example.co.uk', 'a_b@example.de'])('%s is hidden', (address) => {
    expect(isHidden(address, only('email'))).toBe(true);
  });

  test('are shown where they are known already', () => {
    const known = { ...only('email'), isKnown: (text: string) => text === 'ada@example.org' };
    expect(left('ada@example.org, bob@example.org', known)).toBe('ada@example.org, •••');
  });

  test('are no prompts of a terminal', () => {
    expect(left('user@host:~/work$ ls', only('email'))).toBe('user@host:~/work$ ls');
  });
});

describe('tokens', () => {
  test.each([
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'sk-proj-abcdefgh12345678',
    'AKIAIOSFODNN7EXAMPLE',
    'xoxb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1MBS',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N',
    'glpat-aB3dE5fG7hI9jK1lM3nO',
    'd2390ecd94e3a1bb4b8e445baa0ed393',
    'x9Kq2LmP8vRtY4wZ6nBc',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1x2y3z',
    '550e8400-e29b-41d4-a716-446655440000',
    'npm_iqWoqLFbhEin',
    'hf_WcfhgB4yA8',
  ])('%s is hidden', (token) => {
    expect(isHidden(token, only('token'))).toBe(true);
  });

  test.each([
    'https://www.example.com/help/getting-started-with-the-first-project',
    '/var/cache/application/pictures/2026/january',
    'getElementsByTagNameAndClass',
    'internationalization-and-localization',
    'Donaudampfschifffahrtsgesellschaft',
    '2026-03-17T14:30:00.000Z',
    'karna-action-agent-0.1.0-linux-x64.tar.gz',
    'CONFIGURATION_DIRECTORY_PATH',
    'npm_config_registry',
    'hf_hub_download',
    'npm uninstall',
  ])('%s is none', (text) => {
    expect(left(text, only('token'))).toBe(text);
  });

  test('are hidden as a value, with their name left to see', () => {
    expect(left('GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a')).toBe('GITHUB_TOKEN=•••');
  });

  test('are found over the end of a row', () => {
    const lines = [writtenLine('token ghp_16C7e42F292c', 10, 50), writtenLine('6912E7710c838347Ae178B4a', 10, 70)];
    expect(hiddenWords(lines, only('token'))).toContain('6912E7710c838347Ae178B4a');
  });

  test('are found where only their beginning had room on the row', () => {
    const lines = [
      writtenLine('the key is sk-', 10, 50),
      writtenLine('l7OKtFAw0f2sCNJWA7glP57ZryKk, do not tell anybody', 10, 70),
    ];
    expect(hiddenWords(lines, only('token'))).toEqual(['sk-', 'l7OKtFAw0f2sCNJWA7glP57ZryKk,']);
  });

  test('end where a word of the next row begins', () => {
    const lines = [
      writtenLine('the sum 132d2cc23e0b5c496588723d9fd5a2e0', 10, 50),
      writtenLine('Created yesterday', 10, 70),
    ];
    expect(hiddenWords(lines, only('token'))).toEqual(['132d2cc23e0b5c496588723d9fd5a2e0']);
  });

  test('are hidden as blocks between BEGIN and END, the last short line too', () => {
    const text = [
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      'abcdefgh==',
      '-----END PRIVATE KEY-----',
      'done and over',
    ];
    const lines = text.map((line, index) => writtenLine(line, 10, 50 + index * 18));
    const hidden = hiddenWords(lines, only('token'));
    expect(hidden).toContain('abcdefgh==');
    expect(hidden).not.toContain('done');
  });
});

describe('values with a name', () => {
  test.each([
    ['DB_PASSWORD=hunter2', 'DB_PASSWORD=•••'],
    ['admin_passwd: falcon243', 'admin_passwd: •••'],
    ['psql "host=db password=hunter2 user=app"', 'psql "host=db password=••• user=app"'],
    ['the PIN is 4711', 'the PIN is •••'],
    ['CVV 123', 'CVV •••'],
    ['login --token abc123 --verbose', 'login --token ••• --verbose'],
    ['https://ada:hunter2@example.org/', 'https://ada:•••@example.org/'],
    ['Passwort: geheim', 'Passwort: •••'],
    ['passwrd-battery871 user', 'passwrd-••• user'],
  ])('%s is shown as %s', (text, shown) => {
    expect(left(text, { ...wanted, patterns: new Set() })).toBe(shown);
  });

  test.each([
    'Your password must have twelve characters',
    'NODE_ENV=production',
    'Forgot your password?',
    'the spinning wheel: round',
  ])('%s holds none', (text) => {
    expect(left(text, { ...wanted, patterns: new Set() })).toBe(text);
  });
});

describe('what was read badly', () => {
  test('is hidden when it is as long as a number that matters', () => {
    expect(hiddenWords([writtenLine('4O1l7Z38S901', 10, 50, 16, 0.3)], only('card'))).toHaveLength(1);
    expect(hiddenWords([writtenLine('4O1l7Z38S901', 10, 50, 16, 0.9)], only('card'))).toHaveLength(0);
  });

  test('is left when it is words and short numbers with borders between them', () => {
    expect(hiddenWords([writtenLine('Save|Colour', 10, 50, 16, 0.3)])).toEqual([]);
    expect(hiddenWords([writtenLine('1970|Edit|Remove', 10, 50, 16, 0.3)])).toEqual([]);
    expect(hiddenWords([writtenLine('Sa7e|Colour', 10, 50, 16, 0.3)])).toEqual(['Sa7e|Colour']);
    expect(hiddenWords([writtenLine('19701970|Edit', 10, 50, 16, 0.3)])).toEqual(['19701970|Edit']);
  });

  test('at the edge of the screen is hidden as far as the row beside it reaches', () => {
    const [above, piece] = [writtenLine('Refunds go to nobody', 10, 965, 16), writtenLine('a1b2', 90, 990, 10, 0.3)];
    const [found] = writtenSecrets([above, piece], wanted, screen);
    expect(found?.place.box).toMatchObject({ x: 10, width: above.box.width });
  });

  test('is hidden at the edge of the screen, where lines are cut lengthwise', () => {
    const line = writtenLine('a1b2 c3d', 10, 990, 10, 0.3);
    const [found, ...more] = writtenSecrets([line], wanted, screen);
    expect(found).toMatchObject({ place: { box: { ...line.box, y: 986, height: 14 } }, sure: false });
    expect(more).toEqual([]);
    expect(writtenSecrets([line], wanted, { ...screen, height: 2000 })).toEqual([]);
  });
});

test('what the right edge of the screen cuts off is hidden as far as it is there', () => {
  const size = { width: 400, height: 1000 };
  const start = (text: string) => writtenLine(text, 395 - text.length * 8, 50);
  expect(hiddenWords([start('no 6011 0533')], only('card'), size)).toEqual(['6011', '0533']);
  expect(hiddenWords([start('npm_Bh4WD7OeSSedKo')], only('token'), size)).toHaveLength(1);
  expect(hiddenWords([start('on 2026-03-17 14:30')], wanted, size)).toEqual([]);
  expect(hiddenWords([writtenLine('no 6011 0533', 10, 50)], only('card'), size)).toEqual([]);
});

test('nothing is hidden that nobody asked to hide', () => {
  const text = '4111 1111 1111 1111 ada@example.org DB_PASSWORD=hunter2';
  expect(left(text, { ...wanted, patterns: new Set(), named: false })).toBe(text);
});
