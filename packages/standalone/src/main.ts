// `npm start` and `npm stop`: reads the world, then hands over.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { readClient } from './client-file.ts';
import { defaultDataDir, type Options, readOptions, UsageError, usage } from './options.ts';
import { noteRunning, runningPid, stopRunning } from './running.ts';
import { type Standalone, startStandalone } from './start.ts';

const largestLogBytes = 10 * 1024 * 1024;
const readyMs = 60_000;

const [task = 'start', ...args] = process.argv.slice(2);
const print = (text: string) => process.stdout.write(`${text}\n`);

async function start(options: Options): Promise<void> {
  await refuseSecond(options);
  const logFile = freshLog(options.dataDir);
  const log = createLogger('', options.logLevel, logFile);
  const telemetry = startTelemetry('karna', process.env);
  const forget = noteRunning(options.dataDir);
  process.on('SIGINT', () => print('\nstopping ... (Ctrl-C again to force)'));
  await runService(log, async (life) => {
    life.own('telemetry', telemetry, (it) => it.shutdown());
    const running = await startStandalone({ ...options, env: process.env }, log, life).catch((error: unknown) => {
      process.stderr.write(`Karna could not start: ${reasonOf(error, options)}\nThe whole story is in ${logFile}\n`);
      throw error;
    });
    print(welcome(running, options));
  });
  forget();
}

async function stop({ dataDir }: Options): Promise<void> {
  print((await stopRunning(dataDir)) ? 'Karna has stopped.' : `No Karna runs on ${dataDir}.`);
}

/** Starts the same again in the background and waits until it is ready or has failed. */
async function startDetached(options: Options): Promise<void> {
  await refuseSecond(options);
  mkdirSync(options.dataDir, { recursive: true });
  const outputFile = join(options.dataDir, 'start.log');
  rmSync(outputFile, { force: true });
  const output = openSync(outputFile, 'a', 0o600);
  const rest = args.filter((arg) => arg !== '--detach');
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), 'start', ...rest], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  const said = () => readFileSync(outputFile, 'utf8');
  for (let waited = 0; !said().includes('Ctrl-C'); waited += 50) {
    if (child.exitCode !== null || waited > readyMs)
      throw new Error(said().trim() || `Karna did not start within ${readyMs} ms`);
    await delay(50);
  }
  child.unref();
  print(
    said()
      .trimEnd()
      .replace('Ctrl-C stops it.', `It runs in the background; stop it with: ${stopLine(options)}`),
  );
}

async function refuseSecond({ dataDir }: Options): Promise<void> {
  if (runningPid(dataDir) === undefined) return;
  const where = (await readClient(dataDir))?.url ?? 'an unknown address';
  throw new Error(`Karna runs already on ${dataDir}, at ${where}. Stop it with: ${stopLine({ dataDir })}`);
}

function stopLine({ dataDir }: Pick<Options, 'dataDir'>): string {
  return dataDir === defaultDataDir ? 'npm stop' : `npm stop -- --data-dir ${dataDir}`;
}

function freshLog(dataDir: string): string {
  const file = join(dataDir, 'logs', 'karna.log');
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) renameSync(file, `${file}.1`);
  return file;
}

function reasonOf(error: unknown, { port }: Options): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `port ${port} is taken. Choose another with --port N, or --port 0 for any free one.`;
  }
  return error instanceof Error ? error.message : String(error);
}

function welcome({ url, oneTimeToken, display }: Standalone, { dataDir, display: attached }: Options): string {
  const karna = dataDir === defaultDataDir ? 'npx karna' : `npx karna --data-dir ${dataDir}`;
  return `
  Karna is ready.

  console   ${url}/#${oneTimeToken}
            open it in a browser; the token works once (or: npx karna login '${url}/#…' on another machine)
  desktop   ${display}${attached ? '' : '  a virtual desktop of its own'}
  data      ${dataDir}

  Try, in another terminal:
    ${karna} run "open the text editor and type Hello from Karna"
    ${karna} run "open the calculator, click 7 and click 8"
    ${karna} screenshot desktop.png

  Ctrl-C stops it.
`;
}

try {
  if (args.includes('--help')) print(usage);
  else if (task === 'stop') await stop(readOptions(args, process.env));
  else {
    const options = readOptions(args, process.env);
    await (options.detach ? startDetached(options) : start(options));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`);
  process.exitCode = 1;
}
