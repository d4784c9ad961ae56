import { JournalEntry, Task } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { picturesOf, reportOf } from './report.ts';

const task = Task.fromPartial({
  command: 'type "<b>" into Name & save',
  state: 'TASK_STATE_HALTED',
  fault: { code: 'target.missing', message: '"Save" is not <there>' },
  steps: [
    { sentence: 'Type <b>', beforePicture: 'aa', afterPicture: 'bb', targetBox: { x: 5, y: 6, width: 7, height: 8 } },
    { sentence: 'Type the password', sensitive: true, beforePicture: 'cc', afterPicture: 'dd' },
  ],
});
const pictures = new Map([['aa', { address: 'data:image/png;base64,QQ==', width: 100, height: 50 }]]);
const report = reportOf({
  task,
  journal: [JournalEntry.fromPartial({ event: 'accepted', actor: 'ada' })],
  desktop: 'Office',
  pictures,
  now: new Date('2026-01-01T00:00:00Z'),
});

test('a report is one page that loads and runs nothing', () => {
  expect(report).toContain("default-src 'none'; img-src data:");
  expect(report).not.toMatch(/<script|https?:|src=/);
  expect(report).toContain('data:image/png;base64,QQ==');
});

test('what people and screens say stands in it as text, and the target is drawn', () => {
  expect(report).toContain('type &#34;&#60;b&#62;&#34; into Name &#38; save');
  expect(report).not.toContain('<b>');
  expect(report).toContain('<rect x="3" y="4" width="11" height="12"');
  expect(report).toContain('target.missing');
  expect(report).toContain('accepted');
});

test('pictures of sensitive steps are not even fetched', () => {
  expect(picturesOf(task)).toEqual(['aa', 'bb']);
  expect(report).toContain('The step is sensitive');
});
