import { type Block, type Sketch, truth } from '../sketch.ts';
import { escapeHtml } from '../speech.ts';
import { tabs } from '../widgets/choices.ts';
import { iconButton } from '../widgets/press.ts';

const keywords = [
  'const',
  'let',
  'function',
  'return',
  'import',
  'export',
  'if',
  'else',
  'for',
  'while',
  'class',
  'new',
  'await',
  'async',
  'def',
  'self',
  'public',
  'static',
  'void',
  'struct',
  'match',
  'fn',
  'pub',
  'var',
];
type Palette = Record<'ground' | 'text' | 'keyword' | 'string' | 'number' | 'comment' | 'gutter', string>;
const palettes: readonly Palette[] = [
  {
    ground: '#1e1e1e',
    text: '#d4d4d4',
    keyword: '#569cd6',
    string: '#ce9178',
    number: '#b5cea8',
    comment: '#6a9955',
    gutter: '#858585',
  },
  {
    ground: '#ffffff',
    text: '#24292e',
    keyword: '#d73a49',
    string: '#032f62',
    number: '#005cc5',
    comment: '#6a737d',
    gutter: '#9aa0a6',
  },
  {
    ground: '#282a36',
    text: '#f8f8f2',
    keyword: '#ff79c6',
    string: '#f1fa8c',
    number: '#bd93f9',
    comment: '#6272a4',
    gutter: '#6272a4',
  },
  {
    ground: '#fdf6e3',
    text: '#586e75',
    keyword: '#859900',
    string: '#2aa198',
    number: '#d33682',
    comment: '#93a1a1',
    gutter: '#93a1a1',
  },
  {
    ground: '#0d1117',
    text: '#c9d1d9',
    keyword: '#ff7b72',
    string: '#a5d6ff',
    number: '#79c0ff',
    comment: '#8b949e',
    gutter: '#6e7681',
  },
];

const paint = (colour: string, text: string) => `<span style="color:${colour}">${escapeHtml(text)}</span>`;

function codeLine(sketch: Sketch, palette: Palette): string {
  const { random, speech } = sketch;
  const name = () =>
    random.pick([speech.word(), `${speech.word()}_${speech.word()}`, `${speech.word()}${speech.capital()}`]);
  const quoted = () => paint(palette.string, `${random.pick(["'", '"'])}${speech.word()}${random.pick(["'", '"'])}`);
  const number = () => paint(palette.number, String(random.int(0, 4096)));
  const keyword = () => paint(palette.keyword, random.pick(keywords));
  const value = () => random.pick([quoted, number, name])();
  return random.weighted([
    [3, () => `${keyword()} ${name()} = ${value()};`],
    [3, () => `${name()}.${name()}(${value()}, ${value()});`],
    [2, () => `${keyword()} (${name()} ${escapeHtml(random.pick(['===', '!=', '<', '>=', '&&', '||']))} ${value()}) {`],
    [1.5, () => '}'],
    [1, () => ''],
    [2, () => paint(palette.comment, `${random.pick(['//', '#', '--'])} ${speech.phrase(3, 8)}`)],
    [1, () => `${keyword()} ${name()}(${name()}: ${name()}, ${name()}) -&#62; ${name()} {`],
    [1, () => `${paint(palette.keyword, `<${speech.word()}`)} ${name()}=${quoted()}${paint(palette.keyword, '>')}`],
    [1, () => `${keyword()} ${name()} ${keyword()} ${quoted()}`],
  ])();
}

/** Program text with line numbers; the pane without its numbers is the text area. */
export function editorPane(sketch: Sketch, lines: number, size: number): string {
  const { random } = sketch;
  const palette = random.pick(palettes);
  const first = random.chance(0.6) ? 1 : random.int(2, 900);
  const leading = random.pick([1.3, 1.45, 1.6]);
  let depth = 0;
  const body = random.times(lines, () => {
    depth = Math.max(0, Math.min(5, depth + random.pick([-1, 0, 0, 1])));
    return `<div style="height:${leading}em;white-space:pre;${random.chance(0.03) ? 'background:rgba(128,128,128,.25)' : ''}">${'  '.repeat(depth)}${codeLine(sketch, palette)}</div>`;
  });
  const gutter = random.chance(0.8)
    ? `<div style="color:${palette.gutter};text-align:right;padding:4px 10px 4px 8px;flex:none">${random.times(lines, (index) => `<div style="height:${leading}em">${first + index}</div>`)}</div>`
    : '';
  const scroll = random.chance(0.4) ? `k-scroll ${random.pick(['', 'thin'])}` : '';
  return `<div class="k-mono" style="display:flex;background:${palette.ground};color:${palette.text};font-size:${size}px;line-height:${leading};overflow:hidden;min-height:0;min-width:0;flex:1">${gutter}<div class="${scroll}" style="flex:1;min-width:0;padding:4px 6px;overflow-x:hidden;overflow-y:${scroll === '' ? 'hidden' : 'auto'}" ${truth('text_area')}>${body}</div></div>`;
}

export const codeBox: Block = (sketch) => {
  const { random } = sketch;
  const size = random.int(10, 15);
  const lines = random.int(4, 14);
  return `<div class="k-panel" style="padding:0;overflow:hidden;width:${random.int(300, 560)}px;display:flex;flex-direction:column;height:${Math.round(lines * size * 1.5) + 8}px">${editorPane(sketch, lines, size)}</div>`;
};

export const editor: Block = (sketch) => {
  const { random, height } = sketch;
  const size = random.int(11, 16);
  return `<div style="display:flex;flex-direction:column;flex:1;min-width:0;height:100%"><div class="k-row k-bar" style="gap:0;border:0">${tabs(sketch, random.int(1, 5))}<span class="k-grow"></span>${iconButton(sketch, 16)}</div>${editorPane(sketch, Math.ceil(height / size / 1.3), size)}</div>`;
};

function terminalLine(sketch: Sketch, prompt: string): string {
  const { random, speech } = sketch;
  const date = () => `2${random.int(0, 9)}:${random.int(10, 59)}:${random.int(10, 59)}`;
  return random.weighted([
    [
      3,
      () =>
        `${prompt}${random.pick(['ls -la', 'cd', 'git status', 'npm run build', 'cat', 'ssh', 'grep -rn', 'docker ps', 'make', 'sudo apt install', 'vim', 'tail -f'])} ${escapeHtml(random.pick([speech.word, () => `/${speech.word()}/${speech.word()}`])())}`,
    ],
    [
      2,
      () =>
        `${random.pick(['drwxr-xr-x', '-rw-r--r--', '-rwxr-x---'])} ${random.int(1, 9)} root ${speech.word().slice(0, 6)} ${String(random.int(10, 99_999)).padStart(6)} ${random.pick(['Jan', 'Mar', 'Nov'])} ${random.int(10, 28)} ${random.int(10, 23)}:${random.int(10, 59)} ${speech.fileName()}`,
    ],
    [
      2,
      () =>
        `${date()} <span style="color:${random.pick(['#4c4', '#dd4', '#f55', '#5af'])}">${random.pick(['INFO', 'WARN', 'ERROR', 'DEBUG'])}</span> [${speech.word()}] ${speech.phrase(2, 6)} ${random.int(1, 900)}ms`,
    ],
    [1, () => speech.phrase(2, 9)],
    [
      0.6,
      () => `${random.int(1, 99)}%|${'#'.repeat(random.int(3, 20))}| ${random.int(1, 900)}/${random.int(900, 2000)}`,
    ],
  ])();
}

/** A terminal's screen: one place to type in. */
export function terminalPane(sketch: Sketch, style: string, lines: number): string {
  const { random, speech } = sketch;
  const [ground, ink] = random.pick([
    ['#000', '#ddd'],
    ['#300a24', '#eee'],
    ['#0c0c0c', '#ccc'],
    ['#fff', '#222'],
    ['#002b36', '#93a1a1'],
    ['#111', '#3f3'],
    ['#1d1f21', '#fb6'],
  ]);
  const user = `${speech.word().toLowerCase()}@${speech.word().toLowerCase()}`;
  const prompt = random.pick([
    '$ ',
    '# ',
    `<b style="color:#4a4">${user}</b>:<b style="color:#58f">~</b>$ `,
    `[${user} ~]$ `,
    'PS C:\\&#62; ',
    '&#62;&#62;&#62; ',
  ]);
  const body = random.times(lines, () => `<div style="white-space:pre">${terminalLine(sketch, prompt)}</div>`);
  return `<div class="k-mono" style="background:${ground};color:${ink};font-size:${random.int(11, 16)}px;line-height:${random.pick([1.15, 1.25, 1.4])};padding:${random.int(2, 10)}px;overflow:hidden;${style}" ${truth('text_area')}>${body}<div style="white-space:pre">${prompt}<span style="background:${ink};display:inline-block;width:.55em;height:1em;vertical-align:text-bottom"></span></div></div>`;
}

export const terminal: Block = (sketch) =>
  terminalPane(sketch, `width:${sketch.random.int(320, 600)}px`, sketch.random.int(4, 16));
