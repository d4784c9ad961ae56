import { expect, it } from 'vitest';
import type { Program } from './desktop-entry.ts';
import { bestMatch, closeMatches } from './ranking.ts';

const program = (id: string, name: string, more: Partial<Program> = {}): Program => ({
  id,
  names: [name],
  genericNames: [],
  keywords: [],
  categories: [],
  opens: [],
  command: [more.command?.[0] ?? name.toLowerCase()],
  tryExec: '',
  needsTerminal: false,
  isHelper: false,
  ...more,
});

const chromium = program('chromium', 'Chromium Web Browser', {
  genericNames: ['Web Browser'],
  keywords: ['browser'],
  categories: ['Network', 'WebBrowser'],
  command: ['/usr/bin/chromium'],
});
const firefox = program('firefox-esr', 'Firefox ESR', { genericNames: ['Web Browser'], categories: ['WebBrowser'] });
const mousepad = program('org.xfce.mousepad', 'Mousepad', {
  names: ['Mousepad', 'Мышиный коврик'],
  genericNames: ['Text Editor'],
  categories: ['Utility', 'TextEditor'],
});
const settings = program('org.xfce.mousepad-settings', 'Mousepad Settings', { isHelper: true });
const vim = program('vim', 'Vim', {
  genericNames: ['Text Editor'],
  categories: ['Utility', 'TextEditor'],
  needsTerminal: true,
});
const galculator = program('galculator', 'Galculator', { categories: ['Utility'] });
const xterm = program('debian-xterm', 'XTerm', { categories: ['System', 'TerminalEmulator'], keywords: ['prompt'] });
const uxterm = program('debian-uxterm', 'UXTerm', { categories: ['System', 'TerminalEmulator'] });
const all = [settings, vim, chromium, firefox, mousepad, galculator, uxterm, xterm];

const best = (said: string, preferred: string[] = []) => bestMatch(said, all, { preferred })?.id;

it.each([
  ['mousepad', 'org.xfce.mousepad'],
  ['Mousepad', 'org.xfce.mousepad'],
  ['org.xfce.mousepad.desktop', 'org.xfce.mousepad'],
  ['the text editor', 'org.xfce.mousepad'],
  ['Text-Editor app', 'org.xfce.mousepad'],
  ['notepad', 'org.xfce.mousepad'],
  ['мышиный коврик', 'org.xfce.mousepad'],
  ['vim', 'vim'],
  ['calculator', 'galculator'],
  ['terminal', 'debian-xterm'],
  ['prompt', 'debian-xterm'],
  ['chromium', 'chromium'],
  ['firefox', 'firefox-esr'],
  ['mousepad settings', 'org.xfce.mousepad-settings'],
])('finds %j as %s', (said, id) => {
  expect(best(said)).toBe(id);
});

it('asks the system when several are of the kind that was said', () => {
  expect(best('browser', ['chromium'])).toBe('chromium');
  expect(best('browser', ['firefox esr'])).toBe('firefox-esr');
  expect(best('terminal', ['uxterm'])).toBe('debian-uxterm');
});

it.each(['', ' ', 'calc', 'fire', 'frobnicator', 'the app'])('does not take %j for any program', (said) => {
  expect(best(said)).toBeUndefined();
});

it('names what is spelled nearly so, or shares a word', () => {
  expect(closeMatches('mousepat', all)).toEqual(['Mousepad']);
  expect(closeMatches('terminal web browser', all)).toContain('Chromium Web Browser');
  expect(closeMatches('frobnicator 3000', all)).toEqual([]);
});
