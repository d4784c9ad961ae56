import type { Logger } from '@karna/common/log';
import { counter, histogram } from '@karna/common/telemetry';
import type { Events } from './ports.ts';

/** Business events: a metric and a log line each. They carry outcomes and times, never what was on the screen. */
export function visionEvents(log: Logger): Events {
  const images = histogram('karna_vision_image_seconds', 'Time to see everything in one image', ['outcome']);
  const located = counter('karna_vision_located_total', 'Targets looked for, by how it ended', ['outcome']);
  const remembered = counter('karna_vision_remembered_total', 'Targets remembered, by whether they are found again', [
    'outcome',
  ]);
  return {
    perceived: ({ outcome, tookMs }) => {
      images.observe({ outcome }, tookMs / 1000);
      if (outcome !== 'cached') log.debug({ outcome, tookMs: Math.round(tookMs) }, 'looked at an image');
    },
    located: ({ by, outcome, tookMs }) => {
      located.inc({ outcome });
      log.debug({ by, outcome, tookMs: Math.round(tookMs) }, 'looked for a target');
    },
    remembered: ({ outcome, tookMs }) => {
      remembered.inc({ outcome });
      log.debug({ outcome, tookMs: Math.round(tookMs) }, 'remembered a target');
    },
  };
}
