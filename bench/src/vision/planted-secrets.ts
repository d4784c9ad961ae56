// What leaves the agent of secrets that were planted on pages and windows (services/action-agent/src/testing/secrets).

export interface SecretFigures {
  readonly screens: number;
  readonly secrets: number;
  /** Secrets of which ink was left to be seen. */
  readonly visible: number;
  /** Secrets of which Tesseract read something on the masked pictures. */
  readonly read: number;
  /** Share of the screen, 0..1. */
  readonly maskedWithoutNeed: { readonly mean: number; readonly worst: number };
  readonly wholeMs: number;
}

interface Measuring {
  measureRedaction(options: {
    readonly secrets: number;
    readonly windows: boolean;
    readonly readBackBy: readonly 'tesseract'[];
    readonly modelsFolder: string;
  }): Promise<SecretFigures>;
}

const usualSecrets = 1_000;
const perPicture = 25;

/** Not imported by name: the agent's package does not give it away yet, and a bench that cannot run this part runs the others. */
const home: string = '@karna/action-agent/testing/secrets';

/** Errors: whatever keeps it from being measured here. */
export async function plantedSecrets(modelsFolder: string, limit: number | undefined): Promise<SecretFigures> {
  const { measureRedaction } = (await import(home)) as Measuring;
  const secrets = limit === undefined ? usualSecrets : limit * perPicture;
  return await measureRedaction({ secrets, windows: true, readBackBy: ['tesseract'], modelsFolder });
}
