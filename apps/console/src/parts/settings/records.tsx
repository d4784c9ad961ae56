import { type AuditRecord, Deed } from '@karna/proto/gen/access/v1/access';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { linkTo } from '../../route.ts';
import { useClient } from '../../session/connection.tsx';
import { t } from '../../strings.en.ts';
import { Choice } from '../choice.tsx';
import { ErrorNote } from '../error-note.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWork } from '../use-work.ts';
import { Waiting } from '../waiting.tsx';

const pageSize = 20;

const kinds = {
  all: [],
  access: [Deed.DEED_TOKEN_ISSUED, Deed.DEED_TOKEN_TRADED, Deed.DEED_TOKEN_REVOKED, Deed.DEED_RETENTION_CHANGED],
  hands: [Deed.DEED_HANDS_TAKEN, Deed.DEED_HANDS_RETURNED, Deed.DEED_HANDS_LOST],
  effects: [Deed.DEED_EFFECT_APPROVED, Deed.DEED_EFFECT_REFUSED],
  desktops: [Deed.DEED_CODE_ISSUED, Deed.DEED_DESKTOP_ENROLLED, Deed.DEED_DESKTOP_REMOVED, Deed.DEED_DESKTOP_GROUPED],
  skills: [Deed.DEED_SKILL_REMOVED],
} as const satisfies Record<string, readonly Deed[]>;
type Kind = keyof typeof kinds;

/** Who did what, newest first. */
export function Records() {
  const [kind, setKind] = useState<Kind>('all');
  return (
    <section className="panel stack" aria-labelledby="records">
      <div className="row between filters">
        <h2 id="records">{t.records.title}</h2>
        <Choice
          label={t.records.kind}
          value={kind}
          options={(Object.keys(kinds) as Kind[]).map((one) => [one, t.records.kinds[one]] as const)}
          onChange={setKind}
        />
      </div>
      <p className="muted">{t.records.lead}</p>
      <RecordList key={kind} kind={kind} />
    </section>
  );
}

function RecordList({ kind }: { readonly kind: Kind }) {
  const client = useClient();
  const query = { deeds: kinds[kind], limit: pageSize };
  const first = useLoaded((signal) => client.administration.records({ ...query, signal }), kind);
  const [older, setOlder] = useState<readonly AuditRecord[]>([]);
  const [isComplete, setComplete] = useState(false);
  const work = useWork();
  const shown = [...(first.value ?? []), ...older];
  const more = () =>
    void work.start(async (signal) => {
      const found = await client.administration.records({ ...query, before: shown.at(-1)?.id ?? 0, signal });
      setOlder([...older, ...found]);
      setComplete(found.length < pageSize);
    });
  return (
    <>
      {!first.value && first.isLoading && <Waiting words={t.loading} />}
      {first.error !== undefined && <ErrorNote error={first.error} />}
      {first.value?.length === 0 && <p>{t.records.none}</p>}
      <ul className="rows ruled">
        {shown.map((record) => (
          <li key={record.id} className="row between">
            <span>
              {t.records.sentence(record)} <Subject record={record} />
            </span>
            <time className="muted" dateTime={record.at?.toISOString()}>
              {record.at?.toLocaleString()}
            </time>
          </li>
        ))}
      </ul>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <div className="row">
        {work.isBusy ? (
          <Waiting words={t.loading} onCancel={work.cancel} />
        ) : (
          !isComplete && shown.length >= pageSize && <Button onPress={more}>{t.more}</Button>
        )}
      </div>
    </>
  );
}

/** A task can be looked at as long as it is kept. */
function Subject({ record: { subject, deed } }: { readonly record: AuditRecord }) {
  const isTask = deed === Deed.DEED_EFFECT_APPROVED || deed === Deed.DEED_EFFECT_REFUSED;
  return isTask ? <a href={linkTo('history', subject)}>{t.records.task}</a> : null;
}
