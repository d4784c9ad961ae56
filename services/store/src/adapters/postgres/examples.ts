import { Example } from '@karna/proto/gen/skill/v1/example';
import type { ExampleKey, Examples } from '../../ports.ts';
import type { Db } from './pool.ts';

const insert = 'insert into example (id, skill_id, owner, words, domain, body) values ($1, $2, $3, $4, $5, $6)';

const makeRoom = `
  delete from example where place in (
    select place from example where skill_id = $1 and owner = $2 order by place desc offset $3)`;

export class PgExamples implements Examples {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async put(example: Example, { owner, words, domain }: ExampleKey, most: number): Promise<void> {
    await this.#db.query('delete from example where owner = $1 and domain = $2 and words = $3', [owner, domain, words]);
    const body = JSON.stringify(Example.toJSON(example));
    await this.#db.query(insert, [example.id, example.skillId, owner, words, domain, body]);
    await this.#db.query(makeRoom, [example.skillId, owner, most]);
  }

  async list(skillId: string | undefined): Promise<readonly Example[]> {
    const query = 'select body from example where $1::text is null or skill_id = $1 order by place';
    const { rows } = await this.#db.query<{ body: unknown }>(query, [skillId]);
    return rows.map(({ body }) => Example.fromJSON(body));
  }

  async remove(exampleId: string, principal: string | undefined): Promise<boolean> {
    const query = `delete from example where id = $1 and ($2::text is null or body->>'principal' = $2)`;
    return (await this.#db.query(query, [exampleId, principal])).rowCount === 1;
  }

  async removeOfSkill(skillId: string): Promise<void> {
    await this.#db.query('delete from example where skill_id = $1', [skillId]);
  }
}
