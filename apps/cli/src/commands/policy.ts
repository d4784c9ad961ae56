import { type Hours, Policy, Rules } from '@karna/proto/gen/policy/v1/policy';
import { type Command, InvalidArgumentError } from 'commander';
import { hoursIn, hoursText } from '../hours-text.ts';
import { withSession } from '../session.ts';
import { table } from '../table.ts';

interface RuleOptions {
  readonly desktop?: string;
  readonly only?: readonly string[];
  readonly never?: readonly string[];
  readonly ask?: readonly string[];
  readonly hours?: readonly Hours[];
  readonly timeZone?: string;
  readonly askAlways?: boolean;
  readonly reset?: boolean;
}

/** Within what tasks act. */
export function addPolicyCommand(program: Command): void {
  const policy = program
    .command('policy')
    .description('the rules within which tasks act: of all desktops, or those that one has besides')
    .option('-d, --desktop <name>', 'of this desktop; without it, of all')
    .action(({ desktop = '' }: RuleOptions, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const state = await client.administration.policy({ desktop });
        say(rulesTable(state.rules ?? Rules.create()));
        if (state.changedBy !== '') say(`\nset by ${state.changedBy} at ${state.changedAt?.toISOString()}`);
        tell(Policy.toJSON(state));
      }),
    );
  policy
    .command('set')
    .description('change some of the rules; what is not named stays, "" takes a rule away')
    .option('--only <window...>', 'act only in windows of this title or application, with * and ?')
    .option('--never <window...>', 'never act in these')
    .option('--ask <word...>', 'ask first when the name of what is clicked has this word')
    .option('--ask-always', 'ask before every task')
    .option('--no-ask-always', 'ask only where it is needed')
    .option(
      '--hours <hours...>',
      'act only then: "mon-fri 08:00-18:00", "sat 10:00-12:00", "22:00-06:00"',
      (text: string, before: readonly Hours[] = []) => (text.trim() === '' ? before : [...before, wellFormed(text)]),
    )
    .option('--time-zone <name>', 'where the hours are told, like Europe/Berlin; that of this machine unless told')
    .option('--reset', 'take away all rules that are not named')
    .action((options: RuleOptions, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { desktop = '' } = command.optsWithGlobals<RuleOptions>();
        const { rules } = options.reset ? {} : await client.administration.policy({ desktop });
        const state = await client.administration.setPolicy(changed(rules ?? Rules.create(), options), { desktop });
        say(rulesTable(state.rules ?? Rules.create()));
        say('\nset; it counts from the next action on');
        tell(Policy.toJSON(state));
      }),
    );
}

function changed(rules: Rules, options: RuleOptions): Rules {
  const hours = [...(options.hours ?? rules.hours)];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    windows: {
      only: options.only ? filled(options.only) : (rules.windows?.only ?? []),
      never: options.never ? filled(options.never) : (rules.windows?.never ?? []),
    },
    hours,
    timeZone: hours.length === 0 ? '' : (options.timeZone ?? (rules.timeZone || here)),
    asks: options.ask ? filled(options.ask) : rules.asks,
    asksAlways: options.askAlways ?? rules.asksAlways,
  };
}

function wellFormed(text: string): Hours {
  const hours = hoursIn(text);
  if (!hours) throw new InvalidArgumentError('Hours are written like "mon-fri 08:00-18:00".');
  return hours;
}

const filled = (texts: readonly string[]): string[] => texts.filter((text) => text.trim() !== '');

function rulesTable({ windows, hours, timeZone, asks, asksAlways }: Rules): string {
  const zone = hours.length > 0 ? ` (${timeZone})` : '';
  return table(
    ['rule', 'is'],
    [
      ['act only in', windows?.only.join('; ') || 'all windows'],
      ['never act in', windows?.never.join('; ') || 'none'],
      ['hours', (hours.map(hoursText).join('; ') || 'always') + zone],
      ['ask first about', asks.join('; ') || 'only what is always asked about'],
      ['ask before every task', asksAlways ? 'yes' : 'no'],
    ],
  );
}
