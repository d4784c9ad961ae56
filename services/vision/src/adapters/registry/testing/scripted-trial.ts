// A trial process that does what the name of the folder says, in place of models that would.
import type { TrialOrder, TrialVerdict } from '../trial.ts';

const answer = (fault: string) => process.send?.({ fault } satisfies TrialVerdict);

const deeds: Record<string, () => unknown> = {
  good: () => answer(''),
  bad: () => answer('the models read 0 of 11 words'),
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  hang: () => setInterval(() => {}, 1_000),
  greedy: () => {
    const held = Array.from({ length: 30 }, (_, index) => Buffer.alloc(10 * 1024 ** 2, index + 1));
    setInterval(() => held.length, 1_000);
  },
  // biome-ignore lint/style/noProcessEnv: what is in it is the question
  environment: () => answer(Object.keys(process.env).sort().join()),
};

process.once('message', ({ folder }: TrialOrder) => deeds[folder]?.());
