// Which layout a keyboard has, asked of Windows. Written from its documentation and not yet tried there: an answer that is
// not understood, or none, counts as "not known", and then no character is.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Typing } from './reading-keys.ts';

const run = promisify(execFile);
/** PowerShell alone takes a second to begin, and longer the first time (ms). */
const askMs = 15_000;

/** The layout of the window that has the keyboard (its handle, eight hex digits), and Caps Lock. */
const question = `
$user = Add-Type -PassThru -Name User -Namespace Karna -MemberDefinition '
[DllImport("user32.dll")] public static extern IntPtr GetForegroundWindow();
[DllImport("user32.dll")] public static extern uint GetWindowThreadProcessId(IntPtr window, IntPtr process);
[DllImport("user32.dll")] public static extern IntPtr GetKeyboardLayout(uint thread);'
$thread = $user::GetWindowThreadProcessId($user::GetForegroundWindow(), [IntPtr]::Zero)
$layout = $user::GetKeyboardLayout($thread).ToInt64() -band 0xffffffffL
'{0:x8} {1}' -f $layout, [Console]::CapsLock`;

/** What typing comes to at the moment; undefined when Windows does not say. */
export async function readWindowsTyping(): Promise<Typing | undefined> {
  const encoded = Buffer.from(question, 'utf16le').toString('base64'); // as it is, its quotes would be read twice
  const asking = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
  const { stdout } = await run('powershell', asking, { timeout: askMs, windowsHide: true });
  return windowsTyping(stdout);
}

/**
 * The upper half of the handle names the layout; variants (US International, Dvorak) have one that begins with f. 0409 is
 * the plain US one, whatever the language.
 */
export function windowsTyping(said: string): Typing | undefined {
  const [, layout, lock] = /^([0-9a-f]{8}) (True|False)\s*$/.exec(said) ?? [];
  return layout === undefined ? undefined : { isUs: layout.startsWith('0409'), isLocked: lock === 'True' };
}
