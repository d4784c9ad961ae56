// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startVision } from './app.ts';
import { visionConfig } from './config.ts';

const config = loadConfig(visionConfig, 'KARNA_VISION_', process.env);
const log = createLogger('vision', config.logLevel);
const telemetry = startTelemetry('vision', process.env);

await runService(log, (life) => {
  life.own('telemetry', telemetry, (open) => open.shutdown());
  return startVision(config, log, life);
});
