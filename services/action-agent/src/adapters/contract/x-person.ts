import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Button } from '../../ports.ts';
import type { Person } from './person-contract.ts';

const run = promisify(execFile);
const buttons: Readonly<Record<Button, string>> = { left: '1', middle: '2', right: '3' };
/** The X names of the keys that differ from ours. */
const xNames: Readonly<Record<string, string>> = {
  Control: 'ctrl',
  Shift: 'shift',
  Alt: 'alt',
  Super: 'super',
  Enter: 'Return',
  Backspace: 'BackSpace',
  PageDown: 'Next',
  PageUp: 'Prior',
  Space: 'space',
};
const betweenKeysMs = '25';

/** A person played by xdotool: a client of the X server that is not the agent, as a viewer of the screen would be. */
export function xPerson(environment: Readonly<Record<string, string>>): Person {
  const xdotool = async (...args: readonly string[]) => {
    await run('xdotool', [...args], { env: environment });
  };
  const place = ({ x, y }: { x: number; y: number }) => [String(x), String(y)];
  return {
    click: (at, button = 'left', count = 1) =>
      xdotool('mousemove', ...place(at), 'click', '--repeat', String(count), '--delay', '60', buttons[button]),
    drag: (from, to) =>
      xdotool(
        'mousemove',
        ...place(from),
        'mousedown',
        '1',
        'mousemove',
        ...place(to),
        'sleep',
        '0.05',
        'mouseup',
        '1',
      ),
    scroll: (down) => xdotool('click', '--repeat', String(Math.abs(down)), '--delay', '20', down < 0 ? '4' : '5'),
    press: (...keys) => xdotool('key', keys.map((key) => xNames[key] ?? key).join('+')),
    type: (text) => xdotool('type', '--delay', betweenKeysMs, text),
  };
}
