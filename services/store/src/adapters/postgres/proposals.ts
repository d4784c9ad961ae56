import { DomainError } from '@karna/common/errors';
import { StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { Proposals } from '../../ports.ts';
import type { Db } from './pool.ts';

export class PgProposals implements Proposals {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keep(proposal: StepProposal): Promise<void> {
    const { id, skillId, stepId, isEnd, proposedAt } = proposal;
    const { rowCount } = await this.#db.query('select 1 from skill where id = $1 for share', [skillId]);
    if (rowCount === 0) throw new DomainError('skill.not_found', 'there is no such skill');
    await this.#db.query(
      `insert into step_proposal (id, skill_id, step_id, is_end, body, proposed_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (skill_id, step_id, is_end) do update set id = $1, body = $5, proposed_at = $6`,
      [id, skillId, stepId, isEnd, JSON.stringify(StepProposal.toJSON(proposal)), proposedAt],
    );
  }

  async list(skillId: string | undefined): Promise<readonly StepProposal[]> {
    const { rows } = await this.#db.query<Row>(
      'select body from step_proposal where $1::text is null or skill_id = $1 order by proposed_at desc, id desc',
      [skillId ?? null],
    );
    return rows.map(({ body }) => StepProposal.fromJSON(body));
  }

  async take(proposalId: string): Promise<StepProposal> {
    const { rows } = await this.#db.query<Row>('delete from step_proposal where id = $1 returning body', [proposalId]);
    if (!rows[0]) throw new DomainError('skill.no_proposal', 'there is no such proposal, or it was decided already');
    return StepProposal.fromJSON(rows[0].body);
  }
}

interface Row {
  readonly body: unknown;
}
