import type { AuditRecord } from '@karna/proto/gen/access/v1/access';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { JournalEntry, Task, TaskReady } from '@karna/proto/gen/task/v1/task';
import type { BlobRecord, EnrolmentCode, ExampleKey, KeptSetting, OpenToken, ThreadKey } from '../../ports.ts';

/** Everything that Postgres would keep. */
export interface State {
  tasks: Map<string, { task: Task; requestId: string; pictures: Set<string> }>;
  /** Desktop id to active task id. */
  lines: Map<string, string | undefined>;
  journal: Map<string, JournalEntry[]>;
  facts: { sequence: number | undefined; task: Task; createdAt: Date }[];
  span: { newest: number; published: number; removed: number };
  work: { id: string; ready: TaskReady }[];
  desktops: Map<string, Desktop>;
  codes: Map<string, EnrolmentCode>;
  tokens: Map<string, OpenToken & { exchanged: boolean; revoked: boolean }>;
  blobs: Map<string, BlobRecord & { referencedAt: Date }>;
  /** Each in all its versions, the newest last. */
  skills: Map<string, Skill[]>;
  proposals: Map<string, StepProposal>;
  turns: { thread: ThreadKey; turn: Turn }[];
  examples: { key: ExampleKey; example: Example }[];
  recordings: Map<string, { recording: Recording; acts: Act[]; pictures: Set<string> }>;
  drafts: Map<string, { version: number; position: number; states: Draft[] }>;
  audit: { key: string | undefined; record: AuditRecord }[];
  settings: Map<string, KeptSetting>;
}

export const emptyState = (): State => ({
  tasks: new Map(),
  lines: new Map(),
  journal: new Map(),
  facts: [],
  span: { newest: 0, published: 0, removed: 0 },
  work: [],
  desktops: new Map(),
  codes: new Map(),
  tokens: new Map(),
  blobs: new Map(),
  skills: new Map(),
  proposals: new Map(),
  turns: [],
  examples: [],
  recordings: new Map(),
  drafts: new Map(),
  audit: [],
  settings: new Map(),
});
