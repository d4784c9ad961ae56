import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desktop } from '@karna/action-agent/desktop';
import { card, Dice, email, type Hidden, iban, password, token } from '@karna/action-agent/planted-secrets';
import { eventually } from '@karna/common/testing';

/** Terminals with secrets in them: what one of them shows is secret because a setting of the agent says so. */
export const ledgerPattern = '*Ledger*';

interface PlantedWindow {
  readonly title: string;
  readonly looks: readonly string[];
  readonly lines: readonly string[];
  readonly secrets: readonly Hidden[];
}

/** `readsBitmaps`: the reader that ships knows the fonts of old terminals. */
export function plantedWindows(seed: number, readsBitmaps: boolean): PlantedWindow[] {
  const dice = new Dice(seed);
  const smooth = ['-fa', 'DejaVu Sans Mono', '-fs', '10', '-bg', '#101418', '-fg', '#d6dee6'];
  const bitmap = ['-fn', '9x15', '-bg', 'white', '-fg', 'black'];
  const words = `${dice.text(4, 'bdgklmn')}onyx${dice.text(5, 'bdgklmn')}`;
  const ledger = { kind: 'window', text: words };
  return [
    notes('Shell', smooth, dice),
    ...(readsBitmaps ? [notes('Old shell', bitmap, dice)] : []),
    {
      title: 'Ledger of the house',
      looks: smooth,
      lines: [`nothing that a rule would find: ${words}`],
      secrets: [ledger],
    },
  ];
}

function notes(title: string, looks: readonly string[], dice: Dice): PlantedWindow {
  const [mail, number, account, key, word] = [email(dice), card(dice), iban(dice), token(dice), password(dice)];
  const lines = [
    `write to ${mail.text}`,
    `paid with ${number.text}`,
    `account ${account.text}`,
    `export API_TOKEN=${key.text}`,
    `Password: ${word.text}`,
    'the meeting is on Tuesday at half past two',
  ];
  return { title, looks, lines, secrets: [mail, number, account, key, word] };
}

/** Resolves when the window shows its lines, with what ends it. */
export async function openWindow(window: PlantedWindow, folder: string, desktop: Desktop, display: string) {
  const { title, looks, lines } = window;
  const file = join(folder, `${title}.txt`);
  await writeFile(file, lines.join('\n\n'));
  const show = ['sh', '-c', 'tput civis; cat "$0"; sleep 600', file];
  const args = ['-u8', '+sb', '-geometry', '100x30+60+60', '-T', title, ...looks, '-e', ...show];
  const child = spawn('xterm', args, { env: { PATH: process.env.PATH, DISPLAY: display }, stdio: 'ignore' });
  await eventually(
    async () => {
      const all = await desktop.windows.list();
      return all.some((one) => one.title === title) ? undefined : 'the terminal';
    },
    { timeoutMs: 30_000 },
  );
  await desktop.screen.quietFor(500, 10_000, AbortSignal.timeout(20_000));
  return { close: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
