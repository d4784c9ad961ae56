import { generateKeyPairSync } from 'node:crypto';
import { MemoryBus } from '@karna/common/bus';
import { Lifecycle } from '@karna/common/lifecycle';
import { type Logger, quiet } from '@karna/common/log';
import { MemoryCommands } from '../../adapters/memory/commands.ts';
import { MemoryLanguage } from '../../adapters/memory/language.ts';
import { MemoryModels } from '../../adapters/memory/models.ts';
import { memoryTeaching } from '../../adapters/memory/recordings.ts';
import { MemoryStore } from '../../adapters/memory/store.ts';
import { startGateway } from '../../app.ts';
import { gatewayConfig } from '../../config.ts';

/** A real gateway on a free port, with a store and a command service in memory. */
export async function openGateway(settings: Record<string, string> = {}, log: Logger = quiet) {
  const bus = new MemoryBus(quiet);
  const store = new MemoryStore(bus);
  const commands = new MemoryCommands(store);
  const models = new MemoryModels();
  const language = new MemoryLanguage();
  const { publicKey } = generateKeyPairSync('ed25519');
  const desktop = store.addDesktop({
    name: 'Office',
    platform: 'linux',
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
  });
  const token = store.issue('ada', ['observe', 'operate', 'administer']).token;

  let life = new Lifecycle();
  const start = async (port: number) => {
    const config = gatewayConfig.parse({
      NATS_URL: 'nats://unused:4222',
      STORE_TARGET: 'unused:1',
      COMMAND_TARGET: 'unused:1',
      PORT: String(port),
      FACT_POLL_MS: '200',
      ...settings,
    });
    const teaching = memoryTeaching(store.recordings);
    return startGateway(config, log, life, { bus, store, commands, models, language, teaching });
  };
  const gateway = await start(0);
  return {
    ...gateway,
    bus,
    store,
    commands,
    models,
    language,
    desktop,
    token,
    /** As SIGTERM does. */
    stop: async () => {
      await life[Symbol.asyncDispose]();
    },
    /** A new process on the same port, with nothing remembered. */
    start: async () => {
      life = new Lifecycle();
      await start(gateway.port);
    },
    [Symbol.asyncDispose]: async () => {
      await life[Symbol.asyncDispose]();
      await bus.drain();
    },
  };
}

export type TestGateway = Awaited<ReturnType<typeof openGateway>>;
