import type { Slot } from '@karna/proto/gen/skill/v1/skill';
import { folded } from '../learning/words.ts';
import { moneyOf, numberIn } from './amounts.ts';
import { dateOf, timeOf } from './dates.ts';

/** What is known about the place and the moment a value was said in. */
export interface Setting {
  /** BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

export type Valued =
  | { readonly is: 'good'; readonly value: string }
  /** `choices`: what it could be instead. */
  | { readonly is: 'bad'; readonly because: string; readonly choices: readonly string[] };

const longestText = 2_000;
const good = (value: string): Valued => ({ is: 'good', value });
const bad = (because: string, choices: readonly string[] = []): Valued => ({ is: 'bad', because, choices });

/** What was said for a slot, as it is used: checked before anything runs. */
export function valueFor(slot: Slot, said: string, setting: Setting): Valued {
  const text = said.trim();
  if (text === '') return bad('nothing was said for it');
  if (text.length > longestText) return bad('it is too long');
  switch (slot.type) {
    case 'SLOT_TYPE_NUMBER':
      return or(numberIn(text, setting.locale), 'that is no number');
    case 'SLOT_TYPE_MONEY':
      return or(moneyOf(text, setting.locale), 'that is no amount of money');
    case 'SLOT_TYPE_DATE':
      return or(dateOf(text, setting), 'that is no date');
    case 'SLOT_TYPE_TIME':
      return or(timeOf(text), 'that is no time');
    case 'SLOT_TYPE_CHOICE':
      return choiceOf(slot.choices, text);
    case 'SLOT_TYPE_FILE':
      return /[\0\n\r]/.test(text) ? bad('that is no file name') : good(text);
    default:
      return good(text);
  }
}

const or = (value: string | undefined, because: string): Valued => (value === undefined ? bad(because) : good(value));

/** The choice with that name, or the only one that begins so or has that word. */
function choiceOf(choices: readonly string[], said: string): Valued {
  const low = folded(said);
  const same = choices.find((choice) => folded(choice) === low);
  if (same !== undefined) return good(same);
  const like = choices.filter((choice) => folded(choice).startsWith(low) || folded(choice).split(/\s+/).includes(low));
  const [only] = like;
  if (like.length === 1 && only !== undefined) return good(only);
  return bad(like.length > 1 ? 'that can be several' : 'that is none of the choices', like.length > 1 ? like : choices);
}
