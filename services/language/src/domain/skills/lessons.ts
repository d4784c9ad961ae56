import type { Skill, Slot } from '@karna/proto/gen/skill/v1/skill';
import type { Example } from '../learning/intent-model.ts';
import type { MarkedExample } from '../learning/slots/slot-model.ts';
import { paraphrases } from './paraphrase.ts';
import { templateOf } from './templates.ts';

/** Values to learn the shape of a slot by. Made up: what people really said comes with what they confirmed. */
const samples: Partial<Record<Slot['type'], readonly string[]>> = {
  SLOT_TYPE_NUMBER: ['3', '17', '250', 'twelve', '1042', '64', '8', '301', '95'],
  SLOT_TYPE_DATE: ['tomorrow', 'next Friday', '5 May', '2026-03-14', 'Monday', 'the 3rd of June'],
  SLOT_TYPE_TIME: ['9 am', '14:30', 'noon', 'half past three'],
  SLOT_TYPE_MONEY: ['250 euros', '$19.99', '1,200 dollars', '40'],
  SLOT_TYPE_FILE: ['report.pdf', 'notes.txt', 'Budget 2026.xlsx'],
  SLOT_TYPE_RECORD: ['Ada Lovelace', 'Miller', 'Acme Corp', 'Bob', 'Globex and Sons'],
  SLOT_TYPE_SECRET: ['hunter2', 'a1b2c3'],
};
const anything = ['Berlin', 'weekly report', 'Project X', 'the red one', 'blue', 'New York'];

/** What somebody said, and confirmed or corrected; `{customer}` where the value of that slot stood. */
export interface Confirmed {
  readonly skillId: string;
  readonly text: string;
}

export interface Lessons {
  readonly examples: readonly Example[];
  readonly marked: readonly MarkedExample[];
  readonly names: ReadonlyMap<string, string>;
}

/** What is learned from a catalogue of skills: their phrases, said in other ways, with made-up values; and what people confirmed. */
export function lessonsOf(skills: readonly Skill[], confirmed: readonly Confirmed[] = []): Lessons {
  const phrases = skills.flatMap((skill) => skill.phrases.flatMap((phrase) => markedOf(skill, phrase)));
  const marked = [...phrases, ...saidAs(skills, confirmed)];
  return {
    marked,
    examples: marked.map(({ text, label }) => ({ text, label })),
    names: new Map(skills.map(({ id, name }) => [id, name])),
  };
}

/** What was confirmed, with made-up values. */
const saidAs = (skills: readonly Skill[], confirmed: readonly Confirmed[]): MarkedExample[] =>
  confirmed.flatMap(({ skillId, text }, round) => {
    const skill = skills.find(({ id }) => id === skillId);
    return skill ? [filled(skill, text, round)] : [];
  });

function markedOf(skill: Skill, phrase: string): MarkedExample[] {
  return paraphrases(phrase).flatMap((words, round) => (isHeldBack(round) ? [] : [filled(skill, words, round)]));
}

/** Every fifth way to say a phrase is not taught, but asked for afterwards. The phrase itself is the first. */
const isHeldBack = (round: number): boolean => round % 5 === 4;

/** What a model is examined with: ways to say phrases that it was not taught, and what people confirmed. */
export const examinationOf = (skills: readonly Skill[], confirmed: readonly Confirmed[] = []): Example[] => [
  ...skills.flatMap((skill) =>
    skill.phrases.flatMap((phrase) =>
      paraphrases(phrase).flatMap((words, round) =>
        isHeldBack(round) ? [{ text: filled(skill, words, round).text, label: skill.id }] : [],
      ),
    ),
  ),
  ...saidAs(skills, confirmed).map(({ text, label }) => ({ text, label })),
];

/** Every round other values, so that none is learned for what it says. */
function filled({ id, slots }: Skill, phrase: string, round: number): MarkedExample {
  const spans: { slot: string; start: number; end: number }[] = [];
  let text = '';
  for (const piece of templateOf(phrase)) {
    if (text !== '') text += ' ';
    if ('said' in piece) {
      text += piece.said;
      continue;
    }
    const value = sampleOf(
      slots.find(({ name }) => name === piece.slot),
      round + spans.length,
    );
    spans.push({ slot: piece.slot, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text, label: id, spans };
}

function sampleOf(slot: Slot | undefined, round: number): string {
  const own = slot?.type === 'SLOT_TYPE_CHOICE' && slot.choices.length > 0 ? slot.choices : undefined;
  const values = own ?? (slot && samples[slot.type]) ?? anything;
  return values[round % values.length] ?? '';
}
