import type { Role } from '@karna/proto/gen/target/v1/target';
import { type Clause, missing, read, strange, sure, type VerbTable } from '../clause.ts';
import { isNoName } from '../name.ts';
import { numberOf } from '../numbers.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { addressOf, hasOtherScheme, looksLikeFile } from './address.ts';
import { readClick } from './click.ts';

export const openVerbs: VerbTable = [
  [['open', 'open up', 'launch', 'start', 'start up', 'run', 'fire up', 'bring up'], readOpen],
  [
    [
      'go to',
      'goto',
      'navigate to',
      'visit',
      'browse to',
      'surf to',
      'open the page',
      'open the website',
      'open the site',
      'open the address',
      'open the url',
    ],
    readVisit,
  ],
];

const articles = phrases('the', 'a', 'an');
const doubtful = phrases(
  'my',
  'our',
  'your',
  'this',
  'that',
  'a new',
  'an new',
  'new',
  'another',
  'a window',
  'a tab',
  'a row',
  'a dialog',
);
const applicationWords = phrases('app', 'application', 'program', 'software');
const leadingWords = phrases('the app', 'the application', 'the program', 'application', 'app', 'program');
const inBrowser = phrases(
  'in the browser',
  'in the web browser',
  'in a browser',
  'in my browser',
  'in the internet browser',
);
const website = phrases('the website', 'the site', 'the page', 'the address', 'the url', 'website');
const movements = phrases('into', 'onto', 'to', 'from', 'with', 'then', ';', 'or', 'as', 'twice');
const maxWords = 4;
/** One can go to these, too: by clicking them. */
const places: readonly Role[] = ['ROLE_TAB', 'ROLE_LINK', 'ROLE_MENU_ITEM'];

const address = (value: string): Clause =>
  read({ $case: 'open', value: { what: { $case: 'address', value } } }, sure.exactly);

const application = (value: string, confidence: number): Clause =>
  read({ $case: 'open', value: { what: { $case: 'application', value } } }, confidence);

function readOpen(words: Phrase, said: string): Clause {
  const browser = words.trimmed().matchEnd(inBrowser);
  const rest = (browser ? words.trimmed().before(browser) : words).trimmed();
  if (rest.isEmpty) return missing(`What should I ${said}?`);
  const name = rest.quoted ?? rest.raw;
  const found = addressOf(name, browser !== undefined);
  if (found) return address(found);
  if (browser || hasScheme(name)) return strange(rest, 'open');
  if (rest.quoted !== undefined)
    return name.trim() ? application(name, quotedDoubt(name)) : missing(`What should I ${said}?`);
  return readThing(rest);
}

/** An address that is none: it must not become an application's name. */
const hasScheme = (name: string): boolean => /^\w+:\/\//.test(name) || hasOtherScheme(name.trim());

const quotedDoubt = (name: string): number => (looksLikeFile(name) ? sure.doubtful : sure.exactly);

/** An application, or, when its kind was named, something on the screen: `open the File menu`. */
function readThing(rest: Phrase): Clause {
  if (looksLikeFile(rest.tokens.at(-1)?.value ?? '') || rest.match(doubtful)) return strange(rest, 'open');
  const named = applicationName(rest);
  if (named?.quoted !== undefined) return application(named.quoted, sure.exactly);
  if (named) return readApplication(named);
  const target = readTarget(rest);
  if (target.is === 'strange') return strange(target.part, 'open');
  if (target.is === 'nothing') return strange(rest, 'open');
  if (target.query.role !== 'ROLE_UNSPECIFIED') return readClick(rest, 'click');
  if (target.query.relation || target.query.ordinal !== 0) return strange(rest, 'open');
  return readApplication(rest);
}

/** The name when "app" or "program" was said. */
function applicationName(rest: Phrase): Phrase | undefined {
  const leading = rest.match(leadingWords);
  if (leading && leading.length < rest.length) return rest.after(leading);
  const behind = rest.matchEnd(applicationWords);
  return behind && behind.at > 0 ? withoutArticle(rest.before(behind)) : undefined;
}

function withoutArticle(phrase: Phrase): Phrase {
  const article = phrase.match(articles);
  return article && article.length < phrase.length ? phrase.after(article) : phrase;
}

function readApplication(rest: Phrase): Clause {
  const name = withoutArticle(rest);
  if (name.quoted !== undefined) return application(name.quoted, sure.exactly);
  if (numberOf(name.low(0)) !== undefined && name.length > 1) return strange(rest, 'open');
  const isName = !name.hasQuoted && !isNoName(name) && name.places(movements).length === 0;
  if (!isName || isDoing(name)) return strange(rest, 'open');
  return application(name.text, name.length > maxWords ? sure.doubtful : sure.name);
}

/** `start recording`. */
const isDoing = (name: Phrase): boolean => name.length === 1 && /^\p{Ll}{3,}ing$/u.test(name.text);

function readVisit(words: Phrase): Clause {
  const browser = words.trimmed().matchEnd(inBrowser);
  const rest = (browser ? words.trimmed().before(browser) : words).trimmed();
  const leading = rest.match(website);
  const body = leading ? rest.after(leading) : rest;
  if (body.isEmpty) return missing('Which address should I open?');
  const found = addressOf(body.quoted ?? body.raw, true);
  if (found) return address(found);
  const target = readTarget(rest);
  return target.is === 'found' && places.includes(target.query.role) ? readClick(rest, 'click') : strange(body, 'open');
}
