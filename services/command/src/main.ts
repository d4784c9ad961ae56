// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startCommand } from './app.ts';
import { commandConfig } from './config.ts';

const config = loadConfig(commandConfig, 'KARNA_COMMAND_', process.env);
const log = createLogger('command', config.logLevel);
const telemetry = startTelemetry('command', process.env);

await runService(log, (life) => startCommand(config, log, life));
await telemetry.shutdown();
