import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Proposal } from '../../domain/proposals.ts';
import type { Sighting } from '../../domain/sighting.ts';
import type { Models } from '../../ports.ts';

/** Finds elements and lines of text. */
export interface Detector {
  readonly detect: Models['detect'];
  close(): Promise<void>;
}

/** In px of the frame. */
export function sightingOf({ box, kind, score, states }: Proposal, roles: readonly Role[], part: Box): Sighting {
  const role = roles[kind] ?? 'ROLE_UNSPECIFIED';
  const sighting = { box: { ...box, x: box.x + part.x, y: box.y + part.y }, role, score };
  return states ? { ...sighting, states } : sighting;
}

export function floats(output: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const value = output[name];
  if (value instanceof Tensor && value.data instanceof Float32Array) return value.data;
  throw new Error(`the model has no float output "${name}"`);
}
