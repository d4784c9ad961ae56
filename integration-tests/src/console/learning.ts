import type { Place, Tab } from '@karna/common/testing/browser';
import { expect } from 'vitest';
import { done } from '../scenarios/stage.ts';
import { tabTo } from './keyboard.ts';
import { becomes, type ConsoleStage, narrow, say, wide } from './stage.ts';

/** From showing something once to doing it where it has changed, all in the console and in this order. */
export const learningScenarios: Record<string, (stage: ConsoleStage) => Promise<void>> = {
  'records what is shown, and has the draft corrected, undone and kept': async (stage) => {
    const { tab, office, person, client } = stage;
    await show(stage, '/catalogue');
    const field = await placeOf(stage, 'q');
    await tab.press('Teach');
    await tab.fill('What you are going to show, as you will say it', 'search cats in the library');
    await tab.press('Start recording');
    await tab.sees('Do it now, on the desktop itself.');
    await person.click(field.x, field.y);
    await person.type('cats');
    await person.press('Return');
    await tab.until(`document.querySelectorAll('.recording ol li').length >= 3`);
    await person.look();
    await tab.press('Stop and learn');
    await tab.sees('Draft: search cats in the library');
    expect(await values(tab, 'What it does')).toEqual(['Type "cats" into Search', 'Press Enter']);

    await tab.press('Correct the box: Type "cats" into Search');
    const { x, y } = await onPicture(tab, field);
    await tab.pressAt({ x: x - 180, y: y - 30 }, { x: x + 180, y: y + 30 });
    await tab.press('This is the element');
    await tab.sees('Last change: element corrected');
    await tab.press('May be said otherwise: cats');
    await tab.sees('Last change: slot accepted');
    await tab.press('Undo');
    await tab.sees('Last change: element corrected');
    await tab.press('Redo');
    await tab.sees('Last change: slot accepted');
    expect(await values(tab, 'What it does')).toEqual(['Type {query} into Search', 'Press Enter']);
    await tab.press('Checks and waits');
    await tab.fill('Text on the screen', 'Library');
    await tab.press('Wait for that before the next step');
    await tab.sees('Last change: step inserted');
    expect(await values(tab, 'What it does')).toHaveLength(3);
    await tab.press('Undo');
    await tab.sees('Last change: slot accepted');

    await tab.fill('query (text)', 'newts');
    await tab.press('Test now');
    await tab.sees('Nothing was done.');
    await tab.sees('% sure');
    await tab.sees('needs no element');
    await tab.until(`document.querySelectorAll('form svg .mark').length === 1`);
    expect(queries(office)).toEqual(['cats']);
    expect(await client.skills()).toEqual([]);
    await tab.press('Save as a skill');
    await tab.until(`document.querySelector('h2')?.innerText === 'search {query} in the library'`);
    expect(office.records.at(-1)).toEqual({ page: 'search', query: 'cats' });
  },

  'does it for every row of a pasted table, by keys alone': async ({ tab, office }) => {
    await tabTo(tab, 'Run');
    await tab.key('ArrowRight');
    await tab.fill('Table (CSV)', 'query\nDickens\nAusten');
    await tab.key('Tab');
    await tabTo(tab, 'Run over a table');
    await tab.key('Enter');
    await tab.sees('2 of 2 rows done.');
    expect(queries(office).slice(-2)).toEqual(['Dickens', 'Austen']);
  },

  'is told the element on the picture where it halted, goes on, and knows it from then on': async (stage) => {
    const { tab, office } = stage;
    await show(stage, '/catalogue/rebuilt');
    await say(tab, 'search frogs in the library');
    await becomes(tab, 'search frogs in the library', 'halted');
    const field = await placeOf(stage, 'q');
    await tabTo(tab, 'Pick it on the picture');
    await tab.key('Enter');
    await tabTo(tab, 'Pick it on the picture', 'svg');
    await moveBoxTo(tab, field);
    await tab.key('Enter');
    await becomes(tab, 'search frogs in the library', 'completed');
    expect(queries(office).at(-1)).toBe('frogs');

    await show(stage, '/catalogue/rebuilt');
    await tab.view(narrow);
    await say(tab, 'search newts in the library');
    await becomes(tab, 'search newts in the library', 'completed');
    expect(queries(office).at(-1)).toBe('newts');
  },

  'asks before what cannot be taken back, narrow too, and leaves it when that is refused': async (stage) => {
    const { tab, office } = stage;
    await say(tab, 'click Delete list');
    await tab.sees('This needs your approval');
    await tab.sees('This looks as if it cannot be undone.');
    await tabTo(tab, 'Refuse');
    await tab.key('Enter');
    await becomes(tab, 'click Delete list', 'cancelled');
    expect(office.records.some(({ erased }) => erased)).toBe(false);
    await say(tab, 'click Delete list');
    await tab.sees('This needs your approval');
    await tabTo(tab, 'Approve');
    await tab.key('Enter');
    await becomes(tab, 'click Delete list', 'completed');
    expect(office.records.at(-1)).toEqual({ page: 'search', erased: 'list' });
  },

  'has a skill as a file, and takes it from one': async ({ tab, client }) => {
    const name = 'search {query} in the library';
    await tab.view(wide);
    await tab.press('Skills');
    await tab.press(name);
    await tab.evaluate(`(() => {
      globalThis.files = [];
      const real = URL.createObjectURL;
      URL.createObjectURL = (blob) => (blob.type === 'application/json' && files.push(blob), real(blob));
    })()`);
    await tab.press('Export');
    await tab.until('files[0]');
    await tab.press('Remove');
    await tab.press('Remove', '[role=dialog] button');
    await tab.sees('Nothing was taught yet.');
    await tab.evaluate(`(() => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([files[0]], 'skill.karna.json'));
      const input = document.querySelector('input[type=file]');
      input.files = chosen.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
    await tab.sees('Imported 1 skill.');
    await tab.press(name);
    await tab.press('As it is');
    await tab.sees('Press Enter');
    expect(await client.skills()).toMatchObject([{ name, stepCount: 2 }]);
  },
};

/** Opens a page of the office on the desktop. */
async function show({ client, office }: ConsoleStage, path: string): Promise<void> {
  await done({ client }, `open ${office.url}${path}`);
  await done({ client }, 'wait until "Library" appears');
}

/** Where a thing is on the desktop, once the page has told. */
async function placeOf({ office, person }: ConsoleStage, id: string): Promise<Place> {
  await person.look(600);
  return office.placeOf(id);
}

/** The first arrow key puts a box in the middle of the picture; each moves it by 8 px. */
async function moveBoxTo(tab: Tab, at: Place): Promise<void> {
  const size = await tab.evaluate<Place>(
    `(({ width, height }) => ({ x: width, y: height }))(document.querySelector('svg.editor').viewBox.baseVal)`,
  );
  const away = { x: Math.round((at.x - size.x / 2 - 40) / 8), y: Math.round((at.y - size.y / 2 - 15) / 8) };
  for (let n = Math.abs(away.x); n > 0; n--) await tab.key(away.x > 0 ? 'ArrowRight' : 'ArrowLeft');
  for (let n = Math.abs(away.y); n > 0; n--) await tab.key(away.y > 0 ? 'ArrowDown' : 'ArrowUp');
}

/** Where a place of the desktop is in the window, on the picture that is being corrected. */
const onPicture = (tab: Tab, at: Place): Promise<Place> =>
  tab.until(`(() => {
    const picture = document.querySelector('svg.editor');
    if (!picture) return undefined;
    picture.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = picture.getBoundingClientRect();
    const { width: wide, height: high } = picture.viewBox.baseVal;
    return { x: left + (${at.x} / wide) * width, y: top + (${at.y} / high) * height };
  })()`);

/** What the fields of that label hold. */
const values = (tab: Tab, label: string): Promise<string[]> =>
  tab.evaluate(`[...document.querySelectorAll('label')].filter((one) => one.innerText.trim() === ${JSON.stringify(label)})
    .map((one) => document.getElementById(one.htmlFor).value)`);

const queries = ({ records }: ConsoleStage['office']): (string | undefined)[] =>
  records.flatMap(({ query }) => query ?? []);
