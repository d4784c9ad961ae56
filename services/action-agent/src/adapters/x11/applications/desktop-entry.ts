// Desktop Entry Specification 1.5, as far as launching needs it.

/** A program that a person can start, as its .desktop file describes it. */
export interface Program {
  /** The file's name without `.desktop`, folders joined by `-`: `org.xfce.mousepad`. */
  readonly id: string;
  /** The display name first, then its translations. */
  readonly names: readonly string[];
  readonly genericNames: readonly string[];
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
  /** Schemes and media types that it opens. */
  readonly opens: readonly string[];
  /** The command line, unquoted; field codes such as `%U` still in it. */
  readonly command: readonly string[];
  /** Must be present for the program to be there at all. */
  readonly tryExec: string;
  readonly needsTerminal: boolean;
  /** Not meant for menus: helpers, settings pages, handlers. */
  readonly isHelper: boolean;
}

/** Undefined for what is not a launchable application: links, folders, deleted or broken entries. */
export function parseDesktopEntry(id: string, text: string): Program | undefined {
  const entry = readGroup(text, 'Desktop Entry');
  const one = (key: string) => entry.get(key) ?? '';
  const localized = (key: string) =>
    [...entry].filter(([name]) => name === key || name.startsWith(`${key}[`)).map(([, value]) => unescaped(value));
  const command = splitCommand(unescaped(one('Exec')));
  const names = localized('Name');
  if (one('Type') !== 'Application' || one('Hidden') === 'true' || command.length === 0 || names.length === 0) {
    return undefined;
  }
  return {
    id,
    names,
    genericNames: localized('GenericName'),
    keywords: localized('Keywords').flatMap(list),
    categories: list(one('Categories')),
    opens: list(one('MimeType')),
    command,
    tryExec: one('TryExec'),
    needsTerminal: one('Terminal') === 'true',
    isHelper: one('NoDisplay') === 'true',
  };
}

/** The command line with field codes filled in: an address for `%u` and `%U`, nothing for the others. */
export function fillCommand(command: readonly string[], address: string | undefined): string[] {
  const takesAddress = command.some((part) => /^%[uUfF]$/.test(part));
  const filled = command.flatMap((part) => {
    if (/^%[uUfF]$/.test(part)) return address === undefined ? [] : [address];
    if (/^%[a-zA-Z]$/.test(part)) return [];
    return [part.replaceAll(/%(.)/g, (_, code: string) => (code === '%' ? '%' : ''))];
  });
  return takesAddress || address === undefined ? filled : [...filled, address];
}

function readGroup(text: string, wanted: string): Map<string, string> {
  const values = new Map<string, string>();
  let group = '';
  for (const line of text.split('\n')) {
    const header = /^\[(.+)\]\s*$/.exec(line);
    if (header) group = header[1] ?? '';
    const [, key, value] = /^([A-Za-z0-9-]+(?:\[[^\]]+\])?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (group === wanted && key !== undefined && value !== undefined && !values.has(key)) values.set(key, value);
  }
  return values;
}

const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
const unescaped = (value: string): string =>
  value.replaceAll(/\\(.)/g, (whole, code: string) => escapes[code] ?? whole);

const list = (value: string): string[] => value.split(';').filter((item) => item !== '');

/** Words, of which those in double quotes may contain spaces and backslash-escaped `"`, `` ` ``, `$` and `\`. */
function splitCommand(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"/g, (_, quoted: string) => quoted.replaceAll(/\\(["`$\\])/g, '$1')),
  );
}
