// What the use cases promise, whatever keeps the data: run on the memory adapters and on real Postgres alike.
import { beforeEach } from 'vitest';
import { auditContract } from './audit.ts';
import { exampleContract } from './examples.ts';
import { identityContract } from './identities.ts';
import { lineContract } from './lines.ts';
import { mailContract } from './mail.ts';
import { policyContract } from './policies.ts';
import { recordingContract } from './recordings.ts';
import { retentionContract } from './retention.ts';
import { skillContract } from './skills.ts';
import { type Kept, Stage } from './stage.ts';
import { taskContract } from './tasks.ts';
import { threadContract } from './threads.ts';

export function storeContract(open: () => Promise<Kept>): void {
  const stage = new Stage();
  beforeEach(async () => stage.set(await open()));
  taskContract(stage);
  lineContract(stage);
  mailContract(stage);
  identityContract(stage);
  retentionContract(stage);
  policyContract(stage);
  skillContract(stage);
  exampleContract(stage);
  threadContract(stage);
  recordingContract(stage);
  auditContract(stage);
}
