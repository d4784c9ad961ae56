import { readdir, readFile } from 'node:fs/promises';

export interface RunningProcess {
  readonly pid: number;
  /** The first word of its command line. */
  readonly program: string;
}

/** Every process but this one whose command line or environment has `text` in it. Linux only. */
export async function processesNaming(text: string): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const looked = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
      const isNamed = command.includes(text) || environment.includes(text);
      return command !== '' && isNamed ? [{ pid: Number(pid), program: command.split('\0')[0] ?? '' }] : [];
    }),
  );
  return looked.flat();
}

// A process may end between being listed and being looked at.
const read = (pid: string, file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
