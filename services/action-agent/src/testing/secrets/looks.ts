import type { Dice } from './dice.ts';

/** How a page looks: nothing that is found may hang on one look. */
export interface Look {
  readonly font: string;
  readonly mono: string;
  /** CSS px. */
  readonly size: number;
  readonly ink: string;
  readonly paper: string;
  readonly panel: string;
  readonly line: string;
  readonly accent: string;
  readonly radius: number;
  readonly pad: number;
  /** Device px per CSS px. */
  readonly scale: number;
}

const fonts = [
  'DejaVu Sans',
  'Cantarell',
  'Inter',
  'Open Sans',
  'Roboto',
  'Noto Sans',
  'Liberation Sans',
  'DejaVu Serif',
  'Carlito',
  'Ubuntu',
  'Lato',
  'Liberation Serif',
] as const;
const monos = ['DejaVu Sans Mono', 'Fira Code', 'Hack', 'Inconsolata', 'Liberation Mono', 'Cousine'] as const;
const colours = [
  { ink: '#1c2430', paper: '#ffffff', panel: '#f4f6f8', line: '#c4ccd6', accent: '#2563eb' },
  { ink: '#222222', paper: '#f7f4ee', panel: '#ffffff', line: '#b9b09c', accent: '#8a5a00' },
  { ink: '#333d4b', paper: '#eef2f5', panel: '#ffffff', line: '#d3dbe3', accent: '#0f766e' },
  { ink: '#e6e9ee', paper: '#16191f', panel: '#20242c', line: '#3b424e', accent: '#60a5fa' },
  { ink: '#d8dee9', paper: '#2e3440', panel: '#3b4252', line: '#4c566a', accent: '#88c0d0' },
  { ink: '#c9d1d9', paper: '#0d1117', panel: '#161b22', line: '#30363d', accent: '#58a6ff' },
] as const;

export const aLook = (dice: Dice): Look => ({
  ...dice.one(colours),
  font: dice.one(fonts),
  mono: dice.one(monos),
  size: dice.whole(11, 16),
  radius: dice.one([0, 3, 6, 10]),
  pad: dice.whole(4, 9),
  scale: dice.one([1, 1, 1, 1.25, 1.5, 2]),
});

export const styleOf = (look: Look): string => `
  * { box-sizing: border-box; }
  body { margin: 0; font: ${look.size}px/1.45 '${look.font}', sans-serif; color: ${look.ink}; background: ${look.paper}; }
  header { display: flex; gap: 18px; align-items: center; padding: 8px 16px; background: ${look.panel}; border-bottom: 1px solid ${look.line}; }
  main { padding: 12px 18px; }
  h1 { font-size: 1.5em; margin: 4px 0 10px; } h2 { font-size: 1.15em; margin: 10px 0 6px; }
  a { color: ${look.accent}; } p { margin: 6px 0; max-width: 90ch; }
  label { display: block; margin: 6px 0 2px; }
  input, textarea, select { font: inherit; color: inherit; background: ${look.paper}; border: 1px solid ${look.line}; border-radius: ${look.radius}px;
    padding: ${look.pad - 2}px ${look.pad + 2}px; width: 24em; max-width: 100%; }
  .under input { border-width: 0 0 1px; border-radius: 0; background: transparent; }
  .beside > div { display: flex; align-items: center; gap: 12px; margin: 5px 0; } .beside label { width: 11em; margin: 0; }
  button { font: inherit; color: ${look.paper}; background: ${look.accent}; border: 0; border-radius: ${look.radius}px; padding: ${look.pad - 2}px 14px; }
  table { border-collapse: collapse; width: 100%; } th { text-align: left; }
  td, th { padding: ${look.pad - 2}px ${look.pad + 2}px; border-bottom: 1px solid ${look.line}; white-space: nowrap; }
  pre, code, .mono { font-family: '${look.mono}', monospace; }
  pre { margin: 0; padding: 10px 14px; line-height: 1.35; background: #101418; color: #d6dee6; white-space: pre-wrap; overflow-wrap: anywhere; word-break: break-all; }
  .card { background: ${look.panel}; border: 1px solid ${look.line}; border-radius: ${look.radius}px; padding: 10px 14px; margin: 8px 0; }
  .grid { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 24px; }
`;
