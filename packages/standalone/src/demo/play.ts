import { mkdir, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { KarnaClient } from '@karna/client';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Standalone } from '../start.ts';
import { type Print, perform } from './perform.ts';
import { serveRegistrationForm } from './registration-form.ts';
import { playTeaching } from './teaching.ts';

/** A sum for the calculator, so that its answer cannot be anywhere else on the screen. */
const sum = { buttons: ['1', '2', '*', '3', '4', '='], answer: '408' };

/**
 * Opens applications, fills a web form in plain words, carries a result from the calculator to it; then is shown something new and does it for
 * somebody else. Judged by what the applications wrote down themselves.
 */
export async function playDemo(karna: Standalone, pictures: string, print: Print, life: Lifecycle): Promise<boolean> {
  const form = life.own('form', await serveRegistrationForm(), (it) => it.close());
  const client = life.own('client', await KarnaClient.connect({ url: karna.url, token: karna.token }), (it) =>
    it.close(),
  );
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const commands = [
    'open the text editor and type "Hello from Karna"',
    `open the calculator and click ${sum.buttons.join(', then click ')}`,
    'press ctrl+c',
    `open ${form.url}`,
    'type "Ada Lovelace" into Name and "ada@example.org" into E-mail',
    'select "Berlin" from City, then check Newsletter',
    'click the Seats field and press ctrl+v',
    'click Register and wait until "Thank you" appears',
  ];
  const stage = { client, pictures, print, signal: life.stopping };
  for (const command of commands) if (!(await perform(stage, command))) return false;
  return judge(form.registrations, print) && playTeaching(stage, karna.display, life);
}

function judge(registrations: readonly unknown[], print: Print): boolean {
  const expected = [
    { name: 'Ada Lovelace', email: 'ada@example.org', city: 'Berlin', newsletter: true, seats: sum.answer },
  ];
  const right = isDeepStrictEqual(registrations, expected);
  print(`\nthe form's own record: ${JSON.stringify(registrations)}`);
  if (!right) print(`expected:              ${JSON.stringify(expected)}`);
  return right;
}
