import { rulingText } from '@karna/client';
import type { JournalEntry, Step, Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { t } from '../strings.en.ts';
import { secondsOf } from './task-view.ts';

/** A picture as it goes into the report: an address that holds the picture itself, and its size (px). */
export interface ReportPicture {
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

export interface ReportParts {
  readonly task: Task;
  readonly journal: readonly JournalEntry[];
  readonly desktop: string;
  /** By SHA-256; one that is no longer kept is missing. */
  readonly pictures: ReadonlyMap<string, ReportPicture>;
  readonly now: Date;
}

/** The pictures that a report of this task shows. */
export const picturesOf = ({ steps, clarification }: Task): string[] => [
  ...new Set(
    [
      ...steps.filter(({ sensitive }) => !sensitive).flatMap((step) => [step.beforePicture, step.afterPicture]),
      clarification?.picture ?? '',
    ].filter((sha256) => sha256 !== ''),
  ),
];

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem } .why { border-left: 4px solid #c62828; padding-left: .8rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { opacity: .7 } dd { margin: 0 }
ol { padding-left: 1.4rem } li { margin-bottom: 1.2rem } .notes { opacity: .7; font-size: .9rem }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .8rem } figure { margin: 0 } figcaption { font-size: .85rem; opacity: .7 }
svg { width: 100%; height: auto; border: 1px solid #8886; border-radius: 4px }
table { border-collapse: collapse; font-size: .85rem } td { padding: .1rem 1rem .1rem 0; vertical-align: top }
`;

/** A task as one page that needs nothing else: no script, nothing loaded from anywhere. */
export function reportOf(parts: ReportParts): string {
  const { task, journal, desktop, now } = parts;
  const facts: [string, string][] = [
    [t.report.desktop, desktop],
    [t.report.askedBy, task.requestedBy],
    [t.report.state, `${word(task.state, ' ')}${task.dryRun ? ` (${t.task.dryRun})` : ''}`],
    ...(task.skill?.name
      ? [[t.report.skill, `${task.skill.name}, ${t.skills.version(task.skill.version)}`] as [string, string]]
      : []),
    [t.report.began, timeOf(task.createdAt)],
    [t.report.ended, timeOf(task.finishedAt)],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(t.report.title(task.command))}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(task.command)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
${task.answer ? `<p>${escaped(task.answer)}</p>` : ''}
${task.fault ? `<h2>${escaped(t.report.why)}</h2><p class="why">${escaped(task.fault.message)} <code>${escaped(task.fault.code)}</code></p>` : ''}
<h2>${escaped(t.report.steps)}</h2>
<ol>${task.steps.map((step) => stepOf(step, parts)).join('\n')}</ol>
<h2>${escaped(t.report.journal)}</h2>
<table>${journal.map(({ at, event, actor }) => `<tr><td>${escaped(timeOf(at))}</td><td>${escaped(event)}</td><td>${escaped(actor)}</td></tr>`).join('')}</table>
<p class="notes">${escaped(t.report.made(timeOf(now)))}</p>
</body>
</html>
`;
}

function stepOf(step: Step, { pictures, now }: ReportParts): string {
  const seconds = secondsOf(step, now);
  const notes = [
    word(step.state, ' '),
    seconds === undefined ? '' : t.task.seconds(seconds),
    step.confidence > 0 ? t.task.sure(step.confidence) : '',
  ].filter(Boolean);
  const rulings = step.rulings.map((ruling) => `<p class="why">${escaped(rulingText(ruling))}</p>`).join('');
  const fault = step.fault
    ? `<p class="why">${escaped(step.fault.message)} <code>${escaped(step.fault.code)}</code></p>`
    : '';
  return `<li>${escaped(step.sentence)} <span class="notes">${escaped(notes.join(', '))}</span>${rulings}${fault}${shownOf(step, pictures)}</li>`;
}

function shownOf(step: Step, pictures: ReadonlyMap<string, ReportPicture>): string {
  if (step.sensitive) return `<p class="notes">${escaped(t.report.hidden)}</p>`;
  const shown: [string, string, boolean][] = [
    [t.task.before, step.beforePicture, true],
    [t.task.after, step.afterPicture, false],
  ];
  const figures = shown
    .filter(([, sha256]) => sha256 !== '')
    .map(([which, sha256, isMarked]) => {
      const picture = pictures.get(sha256);
      const inside = picture
        ? drawn(picture, isMarked ? step.targetBox : undefined, `${which}: ${step.sentence}`)
        : escaped(t.report.noPicture);
      return `<figure>${inside}<figcaption>${escaped(which)}</figcaption></figure>`;
    });
  return figures.length > 0 ? `<div class="pictures">${figures.join('')}</div>` : '';
}

function drawn({ address, width, height }: ReportPicture, box: Step['targetBox'], label: string): string {
  const mark = box
    ? `<rect x="${box.x - 2}" y="${box.y - 2}" width="${box.width + 4}" height="${box.height + 4}" fill="none" stroke="#d6004c" stroke-width="3"/>`
    : '';
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}"><image href="${escaped(address)}" width="${width}" height="${height}"/>${mark}</svg>`;
}

const timeOf = (at: Date | undefined): string => (at ? at.toISOString().replace('T', ' ').slice(0, 19) : t.dash);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
