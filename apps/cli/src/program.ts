import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAccessCommands } from './commands/access.ts';
import { addAgentCommand } from './commands/agent.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addDesktopCommands } from './commands/desktops.ts';
import { addLookCommands } from './commands/look.ts';
import { addModelCommands } from './commands/models.ts';
import { addPlanCommands } from './commands/plan.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addRetentionCommand } from './commands/retention.ts';
import { addRunCommands } from './commands/run.ts';
import { addSayCommand } from './commands/say.ts';
import { addSkillCommands } from './commands/skills.ts';
import { addTaskCommands } from './commands/tasks.ts';
import { addTeachCommands } from './commands/teach.ts';
import { print } from './session.ts';

export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

/** The whole command line. */
export function karnaProgram(): Command {
  const program = new Command('karna')
    .description('Say it, and it is done: talk to a Karna from the command line.')
    .version(version, '-V, --version')
    .option('--url <url>', 'address of the gateway (default: $KARNA_URL, else the last start or login)')
    .option('--token <token>', 'token (default: $KARNA_TOKEN, else the last start or login)')
    .option('--data-dir <folder>', 'data folder of a Karna on this machine (default: $KARNA_DATA_DIR)')
    .option('--json', 'one JSON object per line')
    .showSuggestionAfterError()
    .showHelpAfterError('(karna --help lists what there is)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 error, 2 needs teaching or an answer, 3 halted, refused, failed, cancelled or not found.',
    );
  addRunCommands(program);
  addPlanCommands(program);
  addSayCommand(program);
  addLookCommands(program);
  addTaskCommands(program);
  addDesktopCommands(program);
  addAccessCommands(program);
  addAuditCommand(program);
  addPolicyCommand(program);
  addRetentionCommand(program);
  addModelCommands(program);
  addSkillCommands(program);
  addTeachCommands(program);
  addAgentCommand(program);
  program
    .command('version')
    .description('print the version')
    .action(() => print(version));
  return program;
}
