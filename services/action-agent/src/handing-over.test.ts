import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@karna/common/testing';
import type { AgentMessage } from '@karna/proto/gen/agent/v1/agent';
import { Act } from '@karna/proto/gen/recording/v1/recording';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderSpool } from './adapters/spool/folder-spool.ts';
import { HandOver } from './handing-over.ts';

type Body = NonNullable<AgentMessage['body']>;

let folder: string;
let told: Body[];
let clock: ReturnType<typeof fakeClock>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'karna-hand-over-'));
  told = [];
  clock = fakeClock(new Date('2026-01-01T00:00:00Z'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const act = Act.fromPartial({ before: 'a', after: 'b', what: { $case: 'chord', value: { chord: 'Enter', count: 1 } } });
const pictures = [
  { sha256: 'a', data: new Uint8Array(50_000) },
  { sha256: 'b', data: new Uint8Array(50_000) },
];
const open = (tell: (body: Body) => void = (body) => void told.push(body)) =>
  HandOver.open('rec_1', 0, { spool: new FolderSpool(folder), tell, clock });
const sent = () => told.flatMap((body) => (body.$case === 'act' ? [body.value.act?.number] : []));

describe('handing over', () => {
  it('loses no act that comes while the one before is being let go of', async () => {
    const handOver: HandOver = await open((body) => {
      told.push(body);
      if (body.$case === 'act') void handOver.kept(body.value.act?.number ?? 0);
    });
    handOver.connected();
    for (let number = 1; number <= 60; number++) await handOver.add(act, pictures);
    await handOver.emptied(AbortSignal.timeout(20_000));
    expect(handOver).toMatchObject({ last: 60, waiting: 0 });
    expect(sent()).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('has two on the way at most, with each picture once', async () => {
    const handOver = await open();
    for (let number = 1; number <= 4; number++) await handOver.add(act, pictures);
    handOver.connected();
    await handOver.kept(0);
    expect(sent()).toEqual([1, 2]);
    expect(told.filter(({ $case }) => $case === 'picture')).toHaveLength(2);
    await handOver.kept(1);
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('sends again what nobody answered, after a while', async () => {
    const handOver = await open();
    handOver.connected();
    await handOver.add(act, pictures);
    await handOver.kept(0);
    handOver.look();
    await handOver.kept(0);
    expect(sent()).toEqual([1]);
    await clock.advance(11_000);
    handOver.look();
    await handOver.kept(0);
    expect(sent()).toEqual([1, 1]);
  });

  it('says when an act cannot be kept', async () => {
    const handOver = await open();
    await rm(folder, { recursive: true, force: true });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(folder, 'a file in the place of the folder');
    await expect(handOver.add(act, pictures)).rejects.toThrow();
    expect(handOver).toMatchObject({ last: 0, waiting: 0 });
  });
});
