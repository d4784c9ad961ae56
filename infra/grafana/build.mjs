// Writes the dashboards of `dashboards/` from the descriptions in `overview.mjs` and `work.mjs`: `node infra/grafana/build.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { overview } from './overview.mjs';
import { work } from './work.mjs';

/** Grafana's grid is 24 wide. */
const gridWidth = 24;
const panelHeight = 8;

const targets = (queries) =>
  Object.entries(queries).map(([legendFormat, expr], index) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    datasource: { type: 'prometheus', uid: 'prometheus' },
    expr,
    legendFormat,
  }));

const panel = ({ title, says, unit = 'short', kind = 'timeseries', queries }, place) => ({
  ...place,
  type: kind,
  title,
  description: says,
  datasource: { type: 'prometheus', uid: 'prometheus' },
  targets: targets(queries),
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  options:
    kind === 'stat'
      ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background_solid', textMode: 'value_and_name' }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
});

const heading = (title, y, id) => ({
  id,
  type: 'row',
  title,
  collapsed: false,
  panels: [],
  gridPos: { x: 0, y, w: gridWidth, h: 1 },
});

function layOut(rows) {
  const panels = [];
  let y = 0;
  for (const { title, panels: row } of rows) {
    panels.push(heading(title, y, panels.length + 1));
    const w = gridWidth / row.length;
    for (const [index, one] of row.entries()) {
      panels.push(panel(one, { id: panels.length + 1, gridPos: { x: index * w, y: y + 1, w, h: panelHeight } }));
    }
    y += panelHeight + 1;
  }
  return panels;
}

/** A described dashboard as the JSON that Grafana loads. */
export const dashboard = ({ uid, title, rows }) => ({
  uid,
  title,
  tags: ['karna'],
  schemaVersion: 39,
  version: 1,
  editable: false,
  refresh: '10s',
  time: { from: 'now-30m', to: 'now' },
  panels: layOut(rows),
});

export const dashboards = [overview, work];
export const fileOf = ({ uid }) => new URL(`dashboards/${uid}.json`, import.meta.url);
export const written = (described) => `${JSON.stringify(dashboard(described), null, 2)}\n`;
export const kept = (described) => readFileSync(fileOf(described), 'utf8');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const described of dashboards) writeFileSync(fileOf(described), written(described));
}
