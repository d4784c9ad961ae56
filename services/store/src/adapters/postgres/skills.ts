import { DomainError } from '@karna/common/errors';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Skills } from '../../ports.ts';
import type { Db } from './pool.ts';

export class PgSkills implements Skills {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(skill: Skill): Promise<void> {
    await this.#db.query(
      'insert into skill (id, version, name, body, updated_at) values ($1, $2, $3, $4, $5)',
      valuesOf(skill),
    );
  }

  async replace(skill: Skill): Promise<void> {
    const { rowCount } = await this.#db.query(
      'update skill set version = $2, name = $3, body = $4, updated_at = $5 where id = $1 and version = $2 - 1',
      valuesOf(skill),
    );
    if (rowCount === 1) return;
    const { rowCount: known } = await this.#db.query('select 1 from skill where id = $1', [skill.id]);
    if (known === 0) throw new DomainError('skill.not_found', 'there is no such skill');
    throw new DomainError('skill.stale', 'somebody else has changed the skill');
  }

  async list(): Promise<readonly Skill[]> {
    const { rows } = await this.#db.query<{ body: unknown }>('select body from skill order by id');
    return rows.map(({ body }) => Skill.fromJSON(body));
  }

  async remove(skillId: string): Promise<void> {
    const { rowCount } = await this.#db.query('delete from skill where id = $1', [skillId]);
    if (rowCount === 0) throw new DomainError('skill.not_found', 'there is no such skill');
  }
}

const valuesOf = (skill: Skill) => [
  skill.id,
  skill.version,
  skill.name,
  JSON.stringify(Skill.toJSON(skill)),
  skill.updatedAt,
];
