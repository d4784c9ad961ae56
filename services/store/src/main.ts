// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startStore } from './app.ts';
import { storeConfig } from './config.ts';

const telemetry = startTelemetry('store', process.env);
const config = loadConfig(storeConfig, 'KARNA_STORE_', process.env);
const log = createLogger('store', config.logLevel);

await runService(log, async (life) => {
  life.own('telemetry', telemetry, (open) => open.shutdown());
  await startStore(config, log, life);
});
