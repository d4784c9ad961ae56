import { KarnaError } from './errors.ts';

/** One row of a table, by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/**
 * The rows of a table whose first line names the columns: RFC 4180, separated by commas or semicolons, whichever the first line
 * has. Rejects with `input.invalid`, saying which line does not fit.
 */
export function rowsIn(text: string): Row[] {
  const bare = text.replace(/^\uFEFF/, '');
  const [first = ''] = bare.split('\n');
  const lines = cellsIn(bare, !first.includes(',') && first.includes(';') ? ';' : ',');
  const [heading, ...rest] = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const names = heading?.cells.map((name) => name.trim()) ?? [];
  if (names.length === 0 || names.includes('')) throw invalid('the first line has to name every column');
  if (new Set(names).size < names.length) throw invalid('two columns have one name');
  return rest.map(({ cells, line }) => {
    if (cells.length !== names.length)
      throw invalid(`line ${line} has ${cells.length} values; there are ${names.length} columns`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

interface Line {
  readonly cells: string[];
  /** Where it begins in the file, from 1. */
  readonly line: number;
}

function cellsIn(text: string, separator: string): Line[] {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let began = 1;
  const endLine = () => {
    lines.push({ cells: [...cells, cell], line: began });
    cells = [];
    cell = '';
    began = line + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') endLine();
    else if (sign !== '\r') cell += sign;
    if (sign === '\n') line += 1;
  }
  if (isQuoted) throw invalid(`a quote that begins in line ${began} never ends`);
  if (cell !== '' || cells.length > 0) endLine();
  return lines;
}

const invalid = (why: string): KarnaError => new KarnaError('input.invalid', `the table cannot be read: ${why}`);

/** `{customer}` in the words becomes the row's value of that column. */
export const saidFor = (text: string, row: Row): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => row[name] ?? whole);
