import { DomainError } from '@karna/common/errors';
import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import { word } from '@karna/proto/words';
import type { Drafts, HeldDraft, RecordingQuery, Recordings } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  body: unknown;
}

const insert = `
  insert into recording (id, desktop_id, state, version, body, started_at, ended_at) values ($1, $2, $3, $4, $5, $6, $7)`;

const save = 'update recording set state = $2, version = $3, body = $4, ended_at = $5 where id = $1';

const list = `
  select body from recording where ($1::text is null or desktop_id = $1) and (not $2 or ended_at is null)
  order by started_at desc, id desc limit $3`;

const removeEnded = `
  delete from recording where id in (
    select id from recording where ended_at < $1 order by ended_at limit $2 for update skip locked)`;

export class PgRecordings implements Recordings {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(recording: Recording): Promise<void> {
    const { id, desktopId, state, version, startedAt, endedAt } = recording;
    await this.#db.query(insert, [id, desktopId, word(state), version, toJson(recording), startedAt, endedAt]);
  }

  get(recordingId: string): Promise<Recording> {
    return this.#found('select body from recording where id = $1', recordingId);
  }

  lock(recordingId: string): Promise<Recording> {
    return this.#found('select body from recording where id = $1 for update', recordingId);
  }

  async activeOn(desktopId: string): Promise<Recording | undefined> {
    const query = 'select body from recording where desktop_id = $1 and ended_at is null';
    const { rows } = await this.#db.query<Row>(query, [desktopId]);
    return rows[0] && Recording.fromJSON(rows[0].body);
  }

  async save(recording: Recording): Promise<void> {
    const { id, state, version, endedAt } = recording;
    await this.#db.query(save, [id, word(state), version, toJson(recording), endedAt]);
  }

  async addAct(recording: Recording, act: Act, pictures: readonly string[]): Promise<void> {
    await this.save(recording);
    await this.#db.query('insert into recorded_act (recording_id, number, body) values ($1, $2, $3)', [
      recording.id,
      act.number,
      JSON.stringify(Act.toJSON(act)),
    ]);
    await this.#db.query(
      'insert into recording_picture (recording_id, sha256) select $1, unnest($2::text[]) on conflict do nothing',
      [recording.id, pictures],
    );
  }

  async acts(recordingId: string, after: number, limit: number): Promise<readonly Act[]> {
    const query = 'select body from recorded_act where recording_id = $1 and number > $2 order by number limit $3';
    const { rows } = await this.#db.query<Row>(query, [recordingId, after, limit]);
    return rows.map(({ body }) => Act.fromJSON(body));
  }

  async list({ desktopId, active, limit }: RecordingQuery): Promise<readonly Recording[]> {
    const { rows } = await this.#db.query<Row>(list, [desktopId, active, limit]);
    return rows.map(({ body }) => Recording.fromJSON(body));
  }

  async remove(recordingId: string): Promise<void> {
    const { rowCount } = await this.#db.query('delete from recording where id = $1', [recordingId]);
    if (rowCount === 0) throw noRecording();
  }

  async countEnded(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>('select count(*) from recording where ended_at < $1', [
      before,
    ]);
    return Number(rows[0]?.count);
  }

  async removeEnded(before: Date, limit: number): Promise<number> {
    return (await this.#db.query(removeEnded, [before, limit])).rowCount ?? 0;
  }

  async #found(query: string, recordingId: string): Promise<Recording> {
    const { rows } = await this.#db.query<Row>(query, [recordingId]);
    if (!rows[0]) throw noRecording();
    return Recording.fromJSON(rows[0].body);
  }
}

const toJson = (recording: Recording): string => JSON.stringify(Recording.toJSON(recording));
const noRecording = () => new DomainError('recording.not_found', 'there is no such recording');

const putState = `
  insert into draft_state (draft_id, position, body) values ($1, $2, $3)
  on conflict (draft_id, position) do update set body = excluded.body`;

const shown = 'select s.body from draft d join draft_state s on s.draft_id = d.id and s.position = d.position';

const removeOld = `
  delete from draft where id in (
    select id from draft where updated_at < $1 order by updated_at limit $2 for update skip locked)`;

export class PgDrafts implements Drafts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(draft: Draft): Promise<void> {
    await this.#db.query('insert into draft (id, version, position, newest, updated_at) values ($1, $2, 1, 1, $3)', [
      draft.id,
      draft.version,
      draft.updatedAt,
    ]);
    await this.#db.query(putState, [draft.id, 1, bytesOf(draft)]);
  }

  async lock(draftId: string): Promise<HeldDraft> {
    const query = 'select version, position, newest from draft where id = $1 for update';
    const { rows } = await this.#db.query<Record<keyof HeldDraft, string>>(query, [draftId]);
    if (!rows[0]) throw noDraft();
    const { version, position, newest } = rows[0];
    return { version: Number(version), position: Number(position), newest: Number(newest) };
  }

  async put(draft: Draft, position: number, newest: number): Promise<void> {
    const values = [draft.id, draft.version, position, newest, draft.updatedAt];
    await this.#db.query(
      'update draft set version = $2, position = $3, newest = $4, updated_at = $5 where id = $1',
      values,
    );
    await this.#db.query('delete from draft_state where draft_id = $1 and position > $2', [draft.id, newest]);
    await this.#db.query(putState, [draft.id, position, bytesOf(draft)]);
  }

  async state(draftId: string, position: number): Promise<Draft> {
    const query = 'select body from draft_state where draft_id = $1 and position = $2';
    const { rows } = await this.#db.query<{ body: Buffer }>(query, [draftId, position]);
    if (!rows[0]) throw new Error('a state of a draft is missing');
    return draftOf(rows[0].body);
  }

  async get(draftId: string): Promise<Draft> {
    const { rows } = await this.#db.query<{ body: Buffer }>(`${shown} where d.id = $1`, [draftId]);
    if (!rows[0]) throw noDraft();
    return draftOf(rows[0].body);
  }

  async list(limit: number): Promise<readonly Draft[]> {
    const { rows } = await this.#db.query<{ body: Buffer }>(`${shown} order by d.updated_at desc, d.id desc limit $1`, [
      limit,
    ]);
    return rows.map(({ body }) => ({ ...draftOf(body), steps: [] }));
  }

  async remove(draftId: string): Promise<void> {
    const { rowCount } = await this.#db.query('delete from draft where id = $1', [draftId]);
    if (rowCount === 0) throw noDraft();
  }

  async countOld(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>('select count(*) from draft where updated_at < $1', [
      before,
    ]);
    return Number(rows[0]?.count);
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    return (await this.#db.query(removeOld, [before, limit])).rowCount ?? 0;
  }
}

// Not the driver's Buffer: what was kept comes back as it went.
const draftOf = (body: Buffer): Draft => Draft.decode(Uint8Array.from(body));
const bytesOf = (draft: Draft): Buffer => Buffer.from(Draft.encode(draft).finish());
const noDraft = () => new DomainError('draft.not_found', 'there is no such draft');
