import { type Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { karnaProgram } from './program.ts';

/** The program with errors thrown and output kept. */
function quietProgram() {
  const said: string[] = [];
  const output = { writeOut: (text: string) => void said.push(text), writeErr: (text: string) => void said.push(text) };
  const hush = (command: Command): Command => {
    command.exitOverride().configureOutput(output);
    command.commands.forEach(hush);
    return command;
  };
  return { program: hush(karnaProgram()), said };
}

async function refused(...args: string[]): Promise<string> {
  const { program, said } = quietProgram();
  const error = await program.parseAsync(args, { from: 'user' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommanderError);
  expect((error as CommanderError).exitCode).toBe(1);
  return said.join('');
}

test.each([
  [['rum', 'click Save'], /unknown command 'rum'[\s\S]*Did you mean run/],
  [['run'], /missing required argument 'text'/],
  [['run', 'x', '--desktpo', 'a'], /unknown option '--desktpo'[\s\S]*--desktop/],
  [['run', 'x', '--timeout', 'soon'], /a number of seconds above 0/],
  [['tasks', '--state', 'gone'], /states are .*needs_clarification/],
  [['tasks', '--limit', '0'], /whole number from 1 to 500/],
  [['tokens', 'add', 'Ada', '--days', 'ten'], /whole number from 1 to 49/],
  [['tokens', 'add', 'Ada', '--days', '90'], /whole number from 1 to 49/],
  [['tokens', 'add', 'Ada', '--scope', 'root'], /observe, operate, administer/],
  [['models', 'pull'], /missing required argument 'source'/],
  [['models', 'pull', 'x', '--sha256', 'abc'], /64 hexadecimal digits/],
  [['plan'], /missing required argument 'text'/],
  [['skills', 'paraphrase', 'x', '--accept', 'all'], /numbers with commas/],
  [['interpret'], /missing required argument 'file'/],
  [['models', 'remove'], /too many arguments|unknown command/],
])('refuses %j and says what to write', async (args, message) => {
  expect(await refused(...args)).toMatch(message);
});

test('documents every command, with the exit codes', async () => {
  const { program, said } = quietProgram();
  await program.parseAsync(['--help'], { from: 'user' }).catch(() => {});
  const help = said.join('');
  for (const command of program.commands) {
    expect(help).toContain(command.name());
    expect(command.description(), command.name()).not.toBe('');
  }
  expect(help).toMatch(/Exit codes: 0 .*1 .*2 .*3/);
});
