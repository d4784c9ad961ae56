// What leaves the agent of secrets that were planted on pages and windows.
import { type Measured, measureRedaction } from '@karna/action-agent/planted-secrets';

export type SecretFigures = Measured & { readonly seed: number };

const usualSecrets = 1_000;
const perPicture = 25;
const usualSeed = 1;

/** Errors: whatever keeps it from being measured here. */
export async function plantedSecrets(
  modelsFolder: string,
  { limit, seed = usualSeed }: { readonly limit?: number | undefined; readonly seed?: number | undefined },
): Promise<SecretFigures> {
  const secrets = limit === undefined ? usualSecrets : limit * perPicture;
  const readBackBy = ['ours', 'tesseract'] as const;
  return { seed, ...(await measureRedaction({ secrets, seed, windows: true, readBackBy, modelsFolder })) };
}
