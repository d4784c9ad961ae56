import { ServiceState } from '@karna/proto/gen/service/v1/service';
import { word } from '@karna/proto/words';
import { useStatus } from '../live/live.tsx';
import type { ServiceStatus } from '../live/status-board.ts';
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

function ServiceCard({ of: { report, memory }, now }: { readonly of: ServiceStatus; readonly now: Date }) {
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
        <dd>{report.inFlight}</dd>
        <dt>{t.health.memory}</dt>
        <dd className="row">
          {t.size.mebibytes(report.rssBytes)} <Trend values={memory} label={t.health.memoryTrend(report.service)} />
        </dd>
        {Object.entries(report.notes).map(([name, value]) => (
          <Note key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  );
}

const Note = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);

/** How a value went, from its least to its most. */
function Trend({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  if (values.length < 2) return null;
  const least = Math.min(...values);
  const most = Math.max(...values, least + 1);
  const points = values.map(
    (value, index) => `${(index / (values.length - 1)) * 100},${24 - ((value - least) / (most - least)) * 22 - 1}`,
  );
  return (
    <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label={label}>
      <polyline points={points.join(' ')} />
    </svg>
  );
}
