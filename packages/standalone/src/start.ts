import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAgent } from '@karna/action-agent/app';
import { agentConfig } from '@karna/action-agent/config';
import { startCommand } from '@karna/command/app';
import { commandConfig } from '@karna/command/config';
import { MemoryBus } from '@karna/common/bus';
import { loadConfig } from '@karna/common/config';
import { connectGrpc } from '@karna/common/grpc';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { startGateway } from '@karna/gateway/app';
import { gatewayConfig } from '@karna/gateway/config';
import { startLanguage } from '@karna/language/app';
import { languageConfig } from '@karna/language/config';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import { startStore } from '@karna/store/app';
import { storeConfig } from '@karna/store/config';
import { startPostgres } from '@karna/store/embedded-postgres';
import { startVision } from '@karna/vision/app';
import { visionConfig } from '@karna/vision/config';
import { lasting, saveClient, savedToken } from './client-file.ts';

export interface StandaloneOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Undefined: a virtual desktop of its own. */
  readonly display: string | undefined;
  /** Settings of the services (`KARNA_VISION_THREADS=1`); they win over the defaults here. */
  readonly env: NodeJS.ProcessEnv;
}

export interface Standalone {
  readonly url: string;
  /** For one `karna login` or one browser. */
  readonly oneTimeToken: string;
  /** What the CLI on this machine uses; kept in `client.json`. */
  readonly token: string;
  readonly desktopId: string;
  /** The X display the agent is attached to. */
  readonly display: string;
}

const allScopes = ['observe', 'operate', 'administer'];
const oneTimeMs = 60 * 60_000;
/** Where `npm start` builds the web console. */
const consoleDir = fileURLToPath(new URL('../../../apps/console/dist/web', import.meta.url));
/** The person who started it. */
const owner = 'owner';

/** Every service in this process on embedded PostgreSQL and the in-process bus, and an agent on the display. gRPC still runs, on loopback. */
export async function startStandalone(options: StandaloneOptions, log: Logger, life: Lifecycle): Promise<Standalone> {
  const { dataDir, env } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const named = (name: string) => log.child({ service: name });
  const databaseUrl = env.KARNA_STORE_POSTGRES_URL ?? (await ownPostgres(dataDir, life));
  const bus = life.own('bus', new MemoryBus(log), (it) => it.drain());
  const parts = { bus };
  const nats = 'nats://in-process';
  const at = ({ grpcPort }: { grpcPort: number }) => `127.0.0.1:${grpcPort}`;

  const storeSettings = {
    KARNA_STORE_NATS_URL: nats,
    KARNA_STORE_POSTGRES_URL: databaseUrl,
    KARNA_STORE_BLOBS_DIR: join(dataDir, 'blobs'),
    // There is no other store that could leave anything behind.
    KARNA_STORE_RELAY_POLL_MS: '10000',
  };
  const visionSettings = { KARNA_VISION_NATS_URL: nats, KARNA_VISION_PACKS_DIR: join(dataDir, 'vision') };
  const [store, vision] = await Promise.all([
    startStore(loadConfig(storeConfig, 'KARNA_STORE_', { ...storeSettings, ...env }), named('store'), life, parts),
    startVision(loadConfig(visionConfig, 'KARNA_VISION_', { ...visionSettings, ...env }), named('vision'), life, parts),
  ]);
  const languageSettings = {
    KARNA_LANGUAGE_NATS_URL: nats,
    KARNA_LANGUAGE_STORE_TARGET: at(store),
    KARNA_LANGUAGE_MODELS_DIR: join(dataDir, 'language'),
  };
  const language = await startLanguage(
    loadConfig(languageConfig, 'KARNA_LANGUAGE_', { ...languageSettings, ...env }),
    named('language'),
    life,
    parts,
  );
  const commandSettings = {
    KARNA_COMMAND_NATS_URL: nats,
    KARNA_COMMAND_STORE_TARGET: at(store),
    KARNA_COMMAND_LANGUAGE_TARGET: at(language),
    KARNA_COMMAND_VISION_TARGET: at(vision),
  };
  const command = await startCommand(
    loadConfig(commandConfig, 'KARNA_COMMAND_', { ...commandSettings, ...env }),
    named('command'),
    life,
    parts,
  );
  const gatewaySettings = {
    KARNA_GATEWAY_NATS_URL: nats,
    KARNA_GATEWAY_PORT: String(options.port),
    KARNA_GATEWAY_STORE_TARGET: at(store),
    KARNA_GATEWAY_COMMAND_TARGET: at(command),
    KARNA_GATEWAY_VISION_TARGET: at(vision),
    KARNA_GATEWAY_LANGUAGE_TARGET: at(language),
    ...(existsSync(join(consoleDir, 'index.html')) && { KARNA_GATEWAY_CONSOLE_DIR: consoleDir }),
  };
  const gateway = await startGateway(
    loadConfig(gatewayConfig, 'KARNA_GATEWAY_', { ...gatewaySettings, ...env }),
    named('gateway'),
    life,
    parts,
  );

  const { calls, close } = connectGrpc(StoreServiceService, at(store), { retry: [], deadlineMs: 10_000 });
  life.own('store client', close, (end) => end());
  const url = `http://127.0.0.1:${gateway.port}`;
  const kept = await savedToken(dataDir, (token) => calls.authenticateToken({ token }));
  const token =
    kept ??
    (await calls.issueToken({ principal: owner, scopes: allScopes, validMs: lasting, oneTime: false, issuedBy: '' }))
      .token;
  const once = await calls.issueToken({
    principal: owner,
    scopes: allScopes,
    validMs: oneTimeMs,
    oneTime: true,
    issuedBy: '',
  });
  await saveClient(dataDir, { url, token });

  const { code } = await calls.issueEnrolmentCode({ principal: owner, validMs: 0 });
  const agentSettings = {
    KARNA_AGENT_SERVER_URL: url,
    KARNA_AGENT_DATA_DIR: join(dataDir, 'agent'),
    KARNA_AGENT_ENROL_CODE: code,
    ...(options.display ? { KARNA_AGENT_DISPLAY: options.display } : { KARNA_AGENT_VIRTUAL: 'true' }),
  };
  const agent = await startAgent(
    loadConfig(agentConfig, 'KARNA_AGENT_', { ...agentSettings, ...env }),
    named('action-agent'),
    life,
  );
  return { url, oneTimeToken: once.token, token, desktopId: agent.desktopId, display: agent.display };
}

/** A database server of our own, unless the operator named one. */
async function ownPostgres(dataDir: string, life: Lifecycle): Promise<string> {
  return life.own('postgres', await startPostgres(join(dataDir, 'pg')), (server) => server.stop()).url;
}
