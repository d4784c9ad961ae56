import type { Program } from './desktop-entry.ts';

// How a program is found by what a person calls it. The kinds of match, best first:
//   100  the id of its .desktop file, whole or its last part ("org.xfce.mousepad", "mousepad")
//    95  its name ("Mousepad"), in any language the file has
//    90  the program it runs ("galculator")
//    85  its kind, by an everyday name ("text editor", "browser", "calculator": see `kinds`)
//    80  its generic name ("Image Viewer")
//    70  its category, in words ("instant messaging" is InstantMessaging)
//    60  one of its keywords
//    50  all the words said are in its name
//    40  all the words said are in its generic name
//    30  all the words said are in one category
// Between equals: a program meant for menus before a helper, one with a window of its own before one in a terminal,
// the system's default before others, the shorter name, the id in alphabetical order.

interface Kind {
  readonly names: readonly string[];
  readonly category: string;
  /** Programs of this kind whose files do not say so. */
  readonly programs: readonly string[];
}

const kinds: readonly Kind[] = [
  { names: ['browser', 'web browser', 'internet browser', 'internet'], category: 'WebBrowser', programs: [] },
  { names: ['text editor', 'editor', 'notepad'], category: 'TextEditor', programs: [] },
  {
    names: ['terminal', 'terminal emulator', 'console', 'command line', 'command prompt', 'shell'],
    category: 'TerminalEmulator',
    programs: [],
  },
  { names: ['file manager', 'files', 'file browser', 'file explorer'], category: 'FileManager', programs: [] },
  { names: ['calculator'], category: 'Calculator', programs: ['galculator', 'xcalc', 'speedcrunch'] },
  { names: ['mail', 'email', 'e mail', 'mail client'], category: 'Email', programs: [] },
  { names: ['calendar'], category: 'Calendar', programs: [] },
  { names: ['spreadsheet', 'spreadsheets'], category: 'Spreadsheet', programs: ['gnumeric'] },
  { names: ['word processor'], category: 'WordProcessor', programs: ['abiword'] },
];

export interface Preferences {
  /** Program names that the system prefers for their purpose, such as the default browser's. */
  readonly preferred: readonly string[];
}

/** The best program for what was said; undefined when none matches. */
export function bestMatch(said: string, programs: readonly Program[], { preferred }: Preferences): Program | undefined {
  const wanted = normal(said);
  if (wanted === '') return undefined;
  const scored = programs
    .map((program) => ({ program, score: score(wanted, program) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(a.program, b.program, preferred));
  return scored[0]?.program;
}

/** Names of programs that are spelled nearly like what was said, or share a word with it; at most three. */
export function closeMatches(said: string, programs: readonly Program[]): string[] {
  const wanted = normal(said);
  const words = wanted.split(' ').filter((word) => word.length > 2);
  const close = programs
    .filter(({ isHelper }) => !isHelper)
    .map((program) => {
      const known = [...program.names, ...program.genericNames, runs(program)].map(normal);
      const distance = Math.min(...known.map((name) => editDistance(wanted, name) / Math.max(name.length, 1)));
      const sharesWord = known.some((name) => name.split(' ').some((word) => words.includes(word)));
      return { name: program.names[0] ?? program.id, distance: sharesWord ? Math.min(distance, 0.3) : distance };
    })
    .filter(({ distance }) => distance <= 0.4)
    .sort((a, b) => a.distance - b.distance);
  return [...new Set(close.map(({ name }) => name))].slice(0, 3);
}

/** The program's own name, as one would type it in a terminal. */
export const runs = ({ command: [program = ''] }: Program): string => program.slice(program.lastIndexOf('/') + 1);

function score(wanted: string, program: Program): number {
  const id = normal(program.id);
  const names = program.names.map(normal);
  const genericNames = program.genericNames.map(normal);
  const categories = program.categories.map(inWords);
  const has = (text: string) => containsWords(text, wanted);
  if (id === wanted || normal(program.id.split('.').at(-1) ?? '') === wanted) return 100;
  if (names.includes(wanted)) return 95;
  if (normal(runs(program)) === wanted) return 90;
  if (isOfKind(wanted, program)) return 85;
  if (genericNames.includes(wanted)) return 80;
  if (categories.includes(wanted)) return 70;
  if (program.keywords.map(normal).includes(wanted)) return 60;
  if (names.some(has)) return 50;
  if (genericNames.some(has)) return 40;
  return categories.some(has) ? 30 : 0;
}

const isOfKind = (wanted: string, program: Program): boolean =>
  kinds.some(
    ({ names, category, programs }) =>
      names.includes(wanted) && (program.categories.includes(category) || programs.includes(runs(program))),
  );

function compare(a: Program, b: Program, preferred: readonly string[]): number {
  const rank = (program: Program) => (preferred.includes(runs(program)) ? 0 : 1);
  return (
    Number(a.isHelper) - Number(b.isHelper) ||
    Number(a.needsTerminal) - Number(b.needsTerminal) ||
    rank(a) - rank(b) ||
    (a.names[0] ?? '').length - (b.names[0] ?? '').length ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Lower case, without accents, `.desktop`, "the" and "app", with single spaces: what people vary without meaning it. */
const normal = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replace(/\.desktop$/, '')
    .replaceAll(/[\s_-]+/g, ' ')
    .replaceAll(/\b(the|app|application|program)\b/g, '')
    .replaceAll(/ +/g, ' ')
    .trim();

/** `TextEditor` is "text editor". */
const inWords = (category: string): string => normal(category.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));

function containsWords(text: string, wanted: string): boolean {
  const words = text.split(' ');
  return wanted.split(' ').every((word) => words.includes(word));
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
