import { expect, it } from 'vitest';
import { fillCommand, parseDesktopEntry } from './desktop-entry.ts';

const editor = `# a comment
[Desktop Entry]
Type=Application
Name=Mousepad
Name[de]=Mauspad
GenericName=Text Editor
Keywords=notes;plain\\stext;
Categories=Utility;TextEditor;
MimeType=text/plain;x-scheme-handler/note;
Exec=mousepad "--title=a b" %U

[Desktop Action new]
Name=New Window
Exec=mousepad -o window
`;

it('reads what launching needs, and not the actions', () => {
  expect(parseDesktopEntry('org.xfce.mousepad', editor)).toEqual({
    id: 'org.xfce.mousepad',
    names: ['Mousepad', 'Mauspad'],
    genericNames: ['Text Editor'],
    keywords: ['notes', 'plain text'],
    categories: ['Utility', 'TextEditor'],
    opens: ['text/plain', 'x-scheme-handler/note'],
    command: ['mousepad', '--title=a b', '%U'],
    tryExec: '',
    needsTerminal: false,
    isHelper: false,
  });
});

it.each([
  ['a link', editor.replace('Type=Application', 'Type=Link')],
  ['a deleted entry', editor.replace('[Desktop Entry]', '[Desktop Entry]\nHidden=true')],
  ['an entry without a command', editor.replace(/Exec=mousepad ".*/, '')],
  ['something else', 'no entry at all'],
])('takes %s for no program', (_, text) => {
  expect(parseDesktopEntry('x', text)).toBeUndefined();
});

it('keeps the notes on terminals and helpers', () => {
  const text = editor.replace('[Desktop Entry]', '[Desktop Entry]\nTerminal=true\nNoDisplay=true\nTryExec=vi');
  expect(parseDesktopEntry('x', text)).toMatchObject({ needsTerminal: true, isHelper: true, tryExec: 'vi' });
});

it.each([
  [['app', '%U'], undefined, ['app']],
  [['app', '%u', '--last'], 'https://example.org/', ['app', 'https://example.org/', '--last']],
  [['app', '%i', '-c', '%c', '100%%'], undefined, ['app', '-c', '100%']],
  [['app'], 'https://example.org/', ['app', 'https://example.org/']],
])('fills %j with %j', (command, address, filled) => {
  expect(fillCommand(command, address)).toEqual(filled);
});
