// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startLanguage } from './app.ts';
import { languageConfig } from './config.ts';

const config = loadConfig(languageConfig, 'KARNA_LANGUAGE_', process.env);
const log = createLogger('language', config.logLevel);
const telemetry = startTelemetry('language', process.env);

await runService(log, (life) => startLanguage(config, log, life));
await telemetry.shutdown();
