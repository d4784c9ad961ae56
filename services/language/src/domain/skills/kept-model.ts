import type { Calibration } from '../learning/calibration.ts';
import { FeatureSpace } from '../learning/feature-space.ts';
import { IntentModel } from '../learning/intent-model.ts';
import { Gazetteer } from '../learning/slots/gazetteer.ts';
import { SlotModel } from '../learning/slots/slot-model.ts';
import type { SkillModel } from './skill-model.ts';

/** A model as plain data: numbers, texts, lists and typed arrays only. */
export interface KeptModel {
  readonly version: number;
  readonly intents: {
    readonly labels: readonly string[];
    readonly calibration: Calibration;
    readonly members: readonly {
      readonly space: ReturnType<FeatureSpace['kept']>;
      readonly weights: Float32Array;
      readonly bias: Float32Array;
    }[];
  };
  readonly slots: {
    readonly tags: readonly string[];
    readonly parts: readonly {
      readonly label: string;
      readonly tags: Int32Array;
      readonly transitions: Float64Array;
    }[];
    readonly gazetteer: ReturnType<Gazetteer['kept']>;
    readonly rows: Int32Array;
    readonly weights: Float32Array;
  };
}

export const kept = ({ version, intents, slots }: SkillModel): KeptModel => ({
  version,
  intents: {
    labels: intents.labels,
    calibration: intents.calibration,
    members: intents.members.map(({ space, linear }) => ({
      space: space.kept(),
      weights: linear.weights,
      bias: linear.bias,
    })),
  },
  slots: {
    tags: slots.tags,
    parts: [...slots.parts].map(([label, part]) => ({ label, ...part })),
    gazetteer: slots.gazetteer.kept(),
    // Hashes have 32 bits; as signed numbers they fit.
    rows: Int32Array.from(slots.rowOf.keys()),
    weights: slots.weights,
  },
});

/** Throws when the sizes do not fit each other: then it is no model that was kept whole. */
export function fromKept({ version, intents, slots }: KeptModel): SkillModel {
  const classes = intents.labels.length;
  const members = intents.members.map(({ space, weights, bias }) => {
    const own = FeatureSpace.from(space);
    fits('intents', weights.length, own.size * classes);
    fits('bias', bias.length, classes);
    return { space: own, linear: { classes, weights, bias } };
  });
  fits('slots', slots.weights.length, slots.rows.length * slots.tags.length);
  for (const { tags, transitions } of slots.parts)
    fits('transitions', transitions.length, (tags.length + 1) * tags.length);
  const rowOf = new Map(Array.from(slots.rows, (hashed, row) => [hashed >>> 0, row]));
  const parts = new Map(slots.parts.map(({ label, tags, transitions }) => [label, { tags, transitions }]));
  return {
    version,
    intents: new IntentModel(intents.labels, members, intents.calibration),
    slots: new SlotModel(slots.tags, parts, Gazetteer.from(slots.gazetteer), rowOf, slots.weights),
  };
}

function fits(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new RangeError(`${what}: ${found} numbers where ${wanted} belong`);
}
