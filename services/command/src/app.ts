import { type Bus, connectBus } from '@karna/common/bus';
import { type Clock, systemClock } from '@karna/common/clock';
import { hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { CommandServiceService } from '@karna/proto/gen/command/v1/command';
import { facts } from '@karna/proto/subjects';
import { BusHands } from './adapters/bus-hands.ts';
import { BusRecorders } from './adapters/bus-recorders.ts';
import { BusWorkers } from './adapters/bus-workers.ts';
import { connectLanguage, GrpcInterpreter } from './adapters/grpc-language.ts';
import {
  connectStore,
  GrpcDesktops,
  GrpcDrafts,
  GrpcPictureBook,
  GrpcPictures,
  GrpcPolicies,
  GrpcRecordings,
  GrpcSkills,
  GrpcSkillVersions,
  GrpcTasks,
} from './adapters/grpc-store.ts';
import { connectVision, GrpcEyes, GrpcScreenReader } from './adapters/grpc-vision.ts';
import type { CommandConfig } from './config.ts';
import { Events } from './events.ts';
import { commandHandlers } from './handlers/grpc.ts';
import { takeWork } from './handlers/work.ts';
import { Commands } from './service.ts';
import { Teaching } from './teaching.ts';
import type { Parts } from './use-cases/parts.ts';
import { Presence } from './use-cases/presence.ts';
import { Runs } from './use-cases/runs.ts';
import { sweepForEver } from './use-cases/sweep.ts';
import type { TeachingParts } from './use-cases/teaching/parts.ts';
import { endForsaken } from './use-cases/teaching/record.ts';

export interface Brought {
  /** Used and not closed; else the one of the configuration. */
  readonly bus?: Bus;
  readonly clock?: Clock;
}

/** Chooses the parts and joins them. */
export async function startCommand(config: CommandConfig, log: Logger, life: Lifecycle, brought: Brought = {}) {
  const bus = brought.bus ?? life.own('bus', await connectBus(config.nats.url, 'command', log), (own) => own.drain());
  const store = life.own('store', connectStore(config.store.target), (client) => client.close());
  const language = life.own('language', connectLanguage(config.language.target), (client) => client.close());
  const vision = life.own('vision', connectVision(config.vision.target), (client) => client.close());

  const parts: Parts = {
    tasks: new GrpcTasks(store),
    desktops: new GrpcDesktops(store),
    policies: new GrpcPolicies(store),
    pictures: new GrpcPictures(store),
    skills: new GrpcSkillVersions(store),
    hands: new BusHands(bus),
    eyes: new GrpcEyes(vision),
    interpreter: new GrpcInterpreter(language),
    workers: new BusWorkers(bus),
    clock: brought.clock ?? systemClock,
    limits: config.limits,
    events: new Events(log),
  };

  const teaching: TeachingParts = {
    recordings: new GrpcRecordings(store),
    recorders: new BusRecorders(bus),
    drafts: new GrpcDrafts(store),
    skills: new GrpcSkills(store),
    book: new GrpcPictureBook(store),
    reader: new GrpcScreenReader(vision),
    clock: parts.clock,
    events: parts.events,
    recordingGoneMs: config.recordingGoneMs,
  };

  const presence = new Presence(parts.clock);
  const reports = await bus.subscribe(facts.desktopReported, (report) => presence.heard(report));
  life.own('presence', reports, (subscription) => subscription.close());

  const runs = new Runs(parts);
  const taking = await takeWork(bus, runs, parts.events, config.workers, life.stopping);
  life.own('work', taking, (subscription) => subscription.close());
  const sweepRecordings = () => endForsaken(teaching, (desktopId) => presence.silentMs(desktopId));
  life.loop('sweep', (stopping) => sweepForEver(parts, stopping, sweepRecordings));

  return hostService(life, {
    name: 'command',
    config,
    log,
    bus,
    services: [
      [CommandServiceService, commandHandlers(new Commands(parts, presence, runs), new Teaching(teaching), log)],
    ],
    checks: { store: () => store.isUp(), language: () => language.isUp(), vision: () => vision.isUp() },
  });
}
