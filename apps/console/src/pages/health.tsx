import { ServiceState } from '@karna/proto/gen/service/v1/service';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { isActive, isResting, word } from '@karna/proto/words';
import { answeredBetween } from '../domain/answering.ts';
import { useStatus, useTasks } from '../live/live.tsx';
import type { ServiceStatus } from '../live/status-board.ts';
import { Chart } from '../parts/chart.tsx';
import { Badge } from '../parts/state-badge.tsx';
import { useNow } from '../parts/use-now.ts';
import { Waiting } from '../parts/waiting.tsx';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

export function Health() {
  const client = useClient();
  const { services } = useStatus();
  const now = useNow(2_000);
  const all = [...services.values()].sort((a, b) => a.report.service.localeCompare(b.report.service));
  const troubled = all.filter(({ report }) => report.state !== ServiceState.SERVICE_STATE_READY);
  if (!client.scopes.includes('observe')) return <p className="note bad">{t.health.forbidden}</p>;
  if (all.length === 0) return <Waiting words={t.health.waiting} />;
  return (
    <div className="stack">
      <p className="muted">{t.health.lead}</p>
      <p className={troubled.length === 0 ? 'note good' : 'note bad'} role="status">
        {troubled.length === 0 ? t.health.allWell : t.health.troubled(troubled.length)}
      </p>
      <Queue />
      <ul className="cards">
        {all.map((one) => (
          <li key={one.report.instance} className="panel">
            <ServiceCard of={one} now={now} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of the tasks that this page knows, the newest: how many are under way, wait for their turn, or for somebody. */
function Queue() {
  const tasks = useTasks();
  const pending = tasks.filter(({ state }) => state === TaskState.TASK_STATE_PENDING).length;
  const active = tasks.filter(({ state }) => isActive(state)).length - pending;
  const waiting = tasks.filter(({ state }) => isResting(state)).length;
  return <p>{t.health.queue(active, pending, waiting)}</p>;
}

function ServiceCard({ of: { report, reports }, now }: { readonly of: ServiceStatus; readonly now: Date }) {
  const isReady = report.state === ServiceState.SERVICE_STATE_READY;
  const isUnheard = report.state === ServiceState.SERVICE_STATE_UNSPECIFIED;
  const upSeconds = report.startedAt ? (now.getTime() - report.startedAt.getTime()) / 1_000 : 0;
  return (
    <div className="stack">
      <div className="row between">
        <h2>{report.service}</h2>
        <Badge
          tone={isReady ? 'good' : isUnheard ? 'quiet' : 'bad'}
          words={isUnheard ? t.health.unheard : word(report.state, ' ')}
        />
      </div>
      {report.missing.length > 0 && <p className="note bad">{t.health.missing(report.missing.join(', '))}</p>}
      <dl className="facts">
        <dt>{t.health.version}</dt>
        <dd>{report.version}</dd>
        <dt>{t.health.up}</dt>
        <dd>{t.time.span(Math.max(0, upSeconds))}</dd>
        <dt>{t.health.inFlight}</dt>
        <dd className="row">
          {report.inFlight} <Chart values={reports.map(({ inFlight }) => inFlight)} label={t.health.inFlightTrend} />
        </dd>
        <dt>{t.health.memory}</dt>
        <dd className="row">
          {t.size.mebibytes(report.rssBytes)}{' '}
          <Chart values={reports.map(({ rssBytes }) => rssBytes)} label={t.health.memoryTrend(report.service)} />
        </dd>
        {report.answered > 0 && <Answering reports={reports} />}
        {Object.entries(report.notes).map(([name, value]) => (
          <Note key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  );
}

/** What people and programs asked it in the last minutes. */
function Answering({ reports }: { readonly reports: ServiceStatus['reports'] }) {
  const answered = answeredBetween(reports);
  const last = answered.at(-1);
  const meanMs = answered.findLast((one) => one.meanMs !== undefined)?.meanMs;
  const failed = answered.reduce((sum, one) => sum + one.failed, 0);
  const perSecond = t.health.perSecond(last?.perSecond ?? 0);
  const mean = meanMs === undefined ? t.dash : t.health.milliseconds(meanMs);
  return (
    <>
      <dt>{t.health.answered}</dt>
      <dd className="row">
        {perSecond} <Chart values={answered.map((one) => one.perSecond)} label={`${t.health.answered}: ${perSecond}`} />
      </dd>
      <dt>{t.health.meanTime}</dt>
      <dd className="row">
        {mean} <Chart values={answered.map((one) => one.meanMs)} label={`${t.health.meanTime}: ${mean}`} />
      </dd>
      <dt>{t.health.failed}</dt>
      <dd className="row">
        {failed} <Chart values={answered.map((one) => one.failed)} label={`${t.health.failed}: ${failed}`} tone="bad" />
      </dd>
    </>
  );
}

/** A note that is an address leads there. */
const Note = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      {/^https?:\/\//.test(value) ? (
        <a href={value} target="_blank" rel="noreferrer">
          {value}
        </a>
      ) : (
        value
      )}
    </dd>
  </>
);
