// Reads the world, then hands over. Nothing else in this service touches process.env.
import { loadConfig } from '@karna/common/config';
import { createLogger } from '@karna/common/log';
import { runService } from '@karna/common/run-service';
import { startTelemetry } from '@karna/common/telemetry';
import { startGateway } from './app.ts';
import { gatewayConfig } from './config.ts';

const config = loadConfig(gatewayConfig, 'KARNA_GATEWAY_', process.env);
const log = createLogger('gateway', config.logLevel);
const telemetry = startTelemetry('gateway', process.env);

await runService(log, (life) => {
  life.own('telemetry', telemetry, (open) => open.shutdown());
  return startGateway(config, log, life);
});
