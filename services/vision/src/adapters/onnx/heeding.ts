import type { Models } from '../../ports.ts';

/** The same models, which fail with the reason of `signal()` before the next run of a network once that has aborted. */
export const heeding = (models: Models, signal: () => AbortSignal): Models => ({
  detect: async (frame, part) => {
    signal().throwIfAborted();
    return models.detect(frame, part);
  },
  read: async (crops) => {
    signal().throwIfAborted();
    return models.read(crops, signal());
  },
});
