// The web console in a real browser, before a real desktop.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Browser, type Tab } from '@karna/common/testing/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice } from '../teaching/office.ts';
import { Person } from '../teaching/person.ts';
import { openStandalone } from '../world/index.ts';
import { accessScenarios } from './access.ts';
import { exampleScenarios } from './examples.ts';
import { keyboardScenarios } from './keyboard.ts';
import { learningScenarios } from './learning.ts';
import { networkScenarios } from './network.ts';
import { type ConsoleStage, narrow, wide } from './stage.ts';

const patienceMs = 300_000;
const pages = ['Desk', 'Skills', 'Teach', 'History', 'Desktops', 'Health', 'Settings'];

/** Problems of these weights that axe finds on the page as it is. */
const problems = (tab: Tab): Promise<string[]> =>
  tab.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`);

describe('the console', () => {
  let world: Awaited<ReturnType<typeof openStandalone>>;
  let office: ConsoleStage['office'];
  let stage: ConsoleStage;
  let browser: Browser;
  let tab: Tab;
  beforeAll(async () => {
    const build = fileURLToPath(new URL('../../../scripts/build-console.mjs', import.meta.url));
    await promisify(execFile)(process.execPath, [build]);
    [world, browser, office] = await Promise.all([openStandalone(), Browser.open(), openOffice()]);
    tab = await browser.tab();
    await tab.view(wide);
    stage = { world, browser, office, tab, client: await world.connect(), person: new Person(world.display) };
  }, patienceMs);
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await world?.close();
    await office?.close();
  }, patienceMs);

  test('signs in by the address that was printed, and keeps its token out of sight', {
    timeout: patienceMs,
  }, async () => {
    await tab.open(`${world.url}/#${world.oneTimeToken}`);
    await tab.sees('Live');
    expect(await tab.evaluate('location.href')).toBe(`${world.url}/`);
    const seen = await tab.evaluate<string>('document.documentElement.outerHTML');
    expect(seen).not.toContain('karna_');
    // It worked once.
    const again = await fetch(`${world.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: world.oneTimeToken }),
    });
    expect(again.status).toBe(401);
  });

  test('has a command done in words, and shows it live, step by step', { timeout: patienceMs }, async () => {
    await tab.fill('Say what to do', 'open the calculator, click 7');
    await tab.key('Enter');
    await tab.until(`[...document.querySelectorAll('article.task')].some((one) => /completed/.test(one.innerText))`);
    await tab.sees('Click 7');
    await tab.sees('Open the calculator');
    // Painted in its worker; more than one colour is a picture.
    await tab.until(`(() => {
      const picture = document.querySelector('.screen canvas:not(.pointer)');
      if (!picture || picture.width < 100) return false;
      const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      copy.drawImage(picture, 0, 0);
      return new Set(new Uint32Array(copy.getImageData(0, 0, picture.width, picture.height).data.buffer)).size > 20;
    })()`);
    await tab.press('Before: Click 7');
    await tab.until(`document.querySelectorAll('[role=dialog] svg :is(image, .mark)').length === 2`);
    await tab.press('Close');
  });

  test('asks what is unclear, and takes the answer', { timeout: patienceMs }, async () => {
    await tab.fill('Say what to do', 'press 5, wait, I mean 6');
    await tab.key('Enter');
    await tab.press('1 · Press 6');
    await tab.until(
      `[...document.querySelectorAll('article.task')].some((one) => /Press 6[^]*completed|completed[^]*Press 6/i.test(one.innerText))`,
    );
  });

  test('halts at Escape twice', { timeout: patienceMs }, async () => {
    await tab.fill('Say what to do', 'wait up to 600 seconds until "Nobody writes this" appears');
    await tab.key('Enter');
    await tab.until(`[...document.querySelectorAll('article.task .badge.active')].length > 0`);
    // The two have to be close together, which a machine that stalls may prevent.
    for (let tries = 0; tries < 20; tries += 1) {
      await tab.key('Escape');
      await tab.key('Escape');
      if (await tab.evaluate(`/Halted/.test(document.querySelector('.said').innerText)`)) break;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    await tab.until(`document.querySelector('article.task .badge.bad') !== null`);
  });

  const scenarios = {
    ...learningScenarios,
    ...networkScenarios,
    ...exampleScenarios,
    ...accessScenarios,
    ...keyboardScenarios,
  };
  for (const [title, play] of Object.entries(scenarios)) test(title, { timeout: patienceMs }, () => play(stage));

  test('finds what was done in the history, narrow too, with a report that holds all', {
    timeout: patienceMs,
  }, async () => {
    await tab.view(narrow);
    await tab.press('History');
    await tab.until(`location.hash === '#/history'`);
    await tab.press('open the calculator, click 7');
    await tab.sees('Click 7');
    await tab.evaluate(`(() => {
      globalThis.saved = [];
      const real = URL.createObjectURL;
      URL.createObjectURL = (blob) => (blob.type === 'text/html' && saved.push(blob), real(blob));
    })()`);
    await tab.press('Report');
    const report = await tab.until<string>('saved[0]?.text()');
    expect(report).toContain('Click 7');
    expect(report).toContain('data:image/png;base64,');
    expect(report).not.toMatch(/<script|https?:\/\//);
  });

  test.each([wide, narrow])(
    'has no serious fault that axe finds, at $width px, and fits',
    { timeout: patienceMs },
    async (view) => {
      const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      await tab.evaluate(`${await readFile(path, 'utf8')};0`);
      for (const dark of [false, true]) {
        await tab.view({ ...view, dark });
        for (const page of pages) {
          await tab.press(page);
          await tab.until(`document.querySelector('nav [aria-current]')?.innerText === ${JSON.stringify(page)}`);
          await tab.until(`!document.querySelector('main :is(.waiting, .thumbnail .picture.empty)')`);
          expect(await problems(tab), `${page}${dark ? ', dark' : ''}`).toEqual([]);
          expect(await tab.evaluate('document.documentElement.scrollWidth'), page).toBeLessThanOrEqual(view.width);
        }
      }
    },
  );

  test('never broke its own policy, nor threw', () => {
    expect(tab.complaints).toEqual([]);
  });
});
