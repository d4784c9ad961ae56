// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startAgent } from './app.ts';
import { agentConfig } from './config.ts';

const asked = process.argv.includes('--headless') ? { KARNA_AGENT_VIRTUAL: 'true' } : {};
const config = loadConfig(agentConfig, 'KARNA_AGENT_', { ...process.env, ...asked });
const log = createLogger('action-agent', config.logLevel);
const telemetry = startTelemetry('action-agent', process.env);

await runService(log, (life) => startAgent(config, log, life, { environment: process.env }));
await telemetry.shutdown();
