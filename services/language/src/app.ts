import { type Bus, connectBus } from '@karna/common/bus';
import { systemClock } from '@karna/common/clock';
import { type Host, hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language';
import type { LanguageConfig } from './config.ts';
import { languageEvents } from './events.ts';
import { languageHandlers } from './handlers/grpc.ts';
import { Interpreter } from './service.ts';

export interface Parts {
  /** Used and left open; without it the service connects to NATS. */
  readonly bus?: Bus;
}

/** Joins the parts. Nothing is kept here: replicas need not know of each other. */
export async function startLanguage(
  config: LanguageConfig,
  log: Logger,
  life: Lifecycle,
  parts: Parts = {},
): Promise<Host> {
  const bus = parts.bus ?? life.own('nats', await connectBus(config.nats.url, 'language', log), (it) => it.drain());
  const interpreter = new Interpreter(config.limits, systemClock, languageEvents(log));
  return hostService(life, {
    name: 'language',
    config,
    log,
    bus,
    services: [[LanguageServiceService, languageHandlers(interpreter, log)]],
  });
}
