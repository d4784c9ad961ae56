import { spawn } from 'node:child_process';

/** Shows it to the person at the desktop for a moment, where the desktop shows notices (`notify-send`); nowhere else is it missed. */
export function showNotice(text: string, environment: Readonly<Record<string, string | undefined>>): void {
  if (!environment.DBUS_SESSION_BUS_ADDRESS) return;
  const shown = spawn('notify-send', ['--app-name=Karna', 'Karna', text], { env: environment, stdio: 'ignore' });
  shown.on('error', () => {}); // not installed
  shown.unref();
}
