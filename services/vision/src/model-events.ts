import type { Logger } from '@karna/common/log';
import { counter } from '@karna/common/telemetry';
import type { ChoiceEvents } from './ports.ts';

/** A metric and a log line each. */
export function modelEvents(log: Logger): ChoiceEvents {
  const changes = counter('karna_vision_models_total', 'Packs of models, by what became of them', ['outcome']);
  const noted = (outcome: string) => changes.inc({ outcome });
  return {
    pulled: (pack) => {
      noted('pulled');
      log.info({ pack }, 'a pack of models was pulled');
    },
    chosen: (pack, principal) => {
      noted('chosen');
      log.info({ pack, principal }, 'a pack of models was chosen');
    },
    followed: (pack) => {
      noted('followed');
      log.info({ pack }, 'changed to the pack of models that another replica uses');
    },
    broken: (pack, err) => {
      noted('broken');
      log.error({ pack, err }, 'a pack of models does not work; another one serves');
    },
  };
}
