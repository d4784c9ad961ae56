import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { complain } from '../session.ts';

interface AgentOptions {
  readonly server?: string;
  readonly code?: string;
  readonly name?: string;
  readonly display?: string;
  readonly virtual?: boolean;
  readonly agentData?: string;
}

/** The agent is a program of its own, beside this one in the repository: it is started, not imported. */
const program = fileURLToPath(new URL('../../../../services/action-agent/dist/main.js', import.meta.url));

/** Runs an agent on this machine, in the foreground. */
export function addAgentCommand(cli: Command): void {
  cli
    .command('agent')
    .description('run an agent on this desktop, so that it can be told what to do')
    .option('--server <url>', 'address of the gateway (default http://127.0.0.1:7400)')
    .option('--code <code>', 'one-time code from `karna desktops add`; needed the first time')
    .option('--name <name>', 'what the desktop is called (default: the host name)')
    .option('--display <display>', 'X display, like :0 (default: $DISPLAY)')
    .option('--virtual', 'start a virtual desktop of its own')
    .option('--agent-data <folder>', 'where its key is kept; one folder per desktop (default ~/.karna/agent)')
    .action(async (options: AgentOptions) => {
      if (!existsSync(program)) {
        process.exitCode = complain(
          new Error('the agent is not built yet; run `npm run build` in the repository'),
          false,
        );
        return;
      }
      process.exitCode = await run(options);
    });
}

function run(options: AgentOptions): Promise<number> {
  const settings = {
    SERVER_URL: options.server,
    ENROL_CODE: options.code,
    NAME: options.name,
    DISPLAY: options.display,
    VIRTUAL: options.virtual ? 'true' : undefined,
    DATA_DIR: options.agentData,
  };
  const said = Object.entries(settings).flatMap(([key, value]) => (value ? [[`KARNA_AGENT_${key}`, value]] : []));
  const child = spawn(process.execPath, [program], {
    stdio: 'inherit',
    env: { ...process.env, ...Object.fromEntries(said) },
  });
  // A terminal sends Ctrl-C to both, and a second one would force the agent: it lets go of everything and ends first.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', (error) => resolve(complain(error, false)));
  });
}
