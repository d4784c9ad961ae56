// Shown once by real input, then said in other words, for somebody else, on a page that looks otherwise.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Desktop, openX11Desktop } from '@karna/action-agent/desktop';
import type { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import { perform, type Stage } from './perform.ts';
import { type PhoneBook, servePhoneBook } from './phone-book.ts';

const shown = { name: 'give Grace Hopper the extension 555-0101', person: 'Grace Hopper', extension: '555-0101' };
const said = {
  text: 'please assign Alan Turing the extension 555-0199',
  person: 'Alan Turing',
  extension: '555-0199',
};

/** A person moves, looks and types at this pace (ms). */
const pace = { arrive: 150, look: 900, key: 40 };

export async function playTeaching(stage: Stage, display: string, life: Lifecycle): Promise<boolean> {
  const { client, print, signal } = stage;
  const book = life.own('phone book', await servePhoneBook(), (it) => it.close());
  const person = await openX11Desktop({ display, environment: { DISPLAY: display }, log: quiet });
  life.own('person', person, (it) => it.close());

  if (!(await perform(stage, `open ${book.url({ zoom: 100, dark: false })}`))) return false;
  print(`\nshown at the desktop, once: "${shown.name}"`);
  const { id } = await client.teaching.start(shown.name, { signal });
  await demonstrate(person, book, signal);
  await client.teaching.stop(id, { signal });
  const draft = await client.teaching.learn(id, { signal });
  print(lessonOf(draft));
  const proposals = draft.proposals.filter(({ likely }) => likely).map((one) => ({ id: one.id, name: '' }));
  const skill = await client.teaching.accept(
    await client.teaching.edit(draft, { $case: 'accept', value: { proposals } }),
  );
  print(`  it is now a skill: "${skill.name}"`);

  if (!(await perform(stage, `open ${book.url({ zoom: 125, dark: true })}`))) return false;
  if (!(await perform(stage, said.text))) return false;
  return judge(book, print);
}

async function demonstrate(person: Desktop, book: PhoneBook, signal: AbortSignal): Promise<void> {
  await click(person, await book.placeOf('edit-1', signal));
  await click(person, await book.placeOf('extension', signal));
  for (const character of shown.extension) {
    await person.keyboard.type(character, signal);
    await sleep(pace.key);
  }
  await sleep(pace.look);
  await click(person, await book.placeOf('save', signal));
}

async function click({ pointer }: Desktop, place: { readonly x: number; readonly y: number }): Promise<void> {
  await pointer.move(place);
  await sleep(pace.arrive);
  await pointer.down('left');
  await pointer.up('left');
  await sleep(pace.look);
}

const lessonOf = ({ steps, proposals }: Draft): string =>
  [
    ...steps.map(({ step }, index) => `  ${index + 1}. ${step?.sentence}`),
    ...proposals
      .filter(({ likely }) => likely)
      .map(({ value, slot }) => `  what may vary: {${slot?.name}}, here "${value}"`),
  ].join('\n');

function judge({ changes }: PhoneBook, print: Stage['print']): boolean {
  const expected = [shown, said].map(({ person, extension }) => ({ person, extension }));
  const right = isDeepStrictEqual(changes, expected);
  print(`\nthe phone book's own record: ${JSON.stringify(changes)}`);
  if (!right) print(`expected:                    ${JSON.stringify(expected)}`);
  return right;
}
