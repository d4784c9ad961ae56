import { DomainError } from '@karna/common/errors';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { withoutSteps } from '../../domain/skill.ts';
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
    await this.#keepVersion(skill);
  }

  async replace(skill: Skill): Promise<void> {
    const { rowCount } = await this.#db.query(
      'update skill set version = $2, name = $3, body = $4, updated_at = $5 where id = $1 and version = $2 - 1',
      valuesOf(skill),
    );
    if (rowCount === 1) return this.#keepVersion(skill);
    await this.#check(skill.id);
    throw new DomainError('skill.stale', 'somebody else has changed the skill');
  }

  async list(): Promise<readonly Skill[]> {
    const { rows } = await this.#db.query<Row>('select body from skill order by id');
    return rows.map(skillIn);
  }

  async get(skillId: string, version: number | undefined): Promise<Skill> {
    const { rows } = await this.#db.query<Row>(
      'select body from skill_version where skill_id = $1 and version = coalesce($2, (select version from skill where id = $1))',
      [skillId, version ?? null],
    );
    if (!rows[0]) throw notFound();
    return skillIn(rows[0]);
  }

  async versions(skillId: string): Promise<readonly Skill[]> {
    await this.#check(skillId);
    // Steps are large: counted where they are, not fetched.
    const { rows } = await this.#db.query<Row>(
      `select body - 'steps' || jsonb_build_object('stepCount', jsonb_array_length(coalesce(body -> 'steps', '[]'))) as body
         from skill_version where skill_id = $1 order by version desc`,
      [skillId],
    );
    return rows.map(skillIn);
  }

  async keepNewest(skillId: string, count: number): Promise<void> {
    await this.#db.query(
      `delete from skill_version where skill_id = $1 and version <=
         (select version from skill_version where skill_id = $1 order by version desc offset $2 limit 1)`,
      [skillId, count],
    );
  }

  async remove(skillId: string): Promise<void> {
    const { rowCount } = await this.#db.query('delete from skill where id = $1', [skillId]);
    if (rowCount === 0) throw notFound();
  }

  async #keepVersion(skill: Skill): Promise<void> {
    await this.#db.query('insert into skill_version (skill_id, version, body) values ($1, $2, $3)', [
      skill.id,
      skill.version,
      JSON.stringify(Skill.toJSON(skill)),
    ]);
  }

  async #check(skillId: string): Promise<void> {
    const { rowCount } = await this.#db.query('select 1 from skill where id = $1', [skillId]);
    if (rowCount === 0) throw notFound();
  }
}

interface Row {
  readonly body: unknown;
}

const skillIn = ({ body }: Row): Skill => Skill.fromJSON(body);

const notFound = () => new DomainError('skill.not_found', 'there is no such skill, or not in this version');

const valuesOf = (skill: Skill) => [
  skill.id,
  skill.version,
  skill.name,
  JSON.stringify(Skill.toJSON(withoutSteps(skill))),
  skill.updatedAt,
];
