import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';
import type { Verb } from '../domain/clause.ts';
import type { Outcome } from '../domain/interpret.ts';

/**
 * An outcome in one line, with every field of its actions, for tables of tests:
 * `click "Edit":button#2 right_of(Ada); type "x" -> Name` or `ask: <label> | <label>` or `unknown: <part>`.
 */
export function summaryOf(outcome: Outcome): string {
  switch (outcome.$case) {
    case 'understood':
      return outcome.value.actions.map(actionSummary).join('; ');
    case 'ask':
      return ['ask', ...outcome.value.meanings.map(({ label }) => label)].join(' | ');
    case 'unknown':
      return `unknown: ${outcome.value.part}`;
    case 'skill':
      return `skill: ${outcome.value.sentence}`;
    default: {
      const nothing: never = outcome;
      return nothing;
    }
  }
}

function actionSummary({ verb, onlyIf }: DirectAction): string {
  const done = verb ? verbSummary(verb) : 'nothing';
  return onlyIf ? `if(${onlyIf.gone ? 'gone' : 'seen'} ${targetSummary(onlyIf.target)}) ${done}` : done;
}

/** Name (quoted when exact), kind, place and relation. */
export function targetSummary(query: TargetQuery | undefined): string {
  if (!query) return '-';
  const name = query.exact ? `"${query.text}"` : query.text;
  const role = query.role === 'ROLE_UNSPECIFIED' ? '' : `:${word(query.role)}`;
  const place = query.ordinal === 0 ? '' : `#${query.ordinal}`;
  const { relation } = query;
  return `${name}${role}${place}${relation ? ` ${word(relation.kind)}(${targetSummary(relation.anchor)})` : ''}`;
}

function verbSummary({ $case, value }: Verb): string {
  switch ($case) {
    case 'click':
      return `click ${value.button === 'MOUSE_BUTTON_LEFT' ? '' : `${word(value.button)} `}${value.count === 1 ? '' : `x${value.count} `}${targetSummary(value.target)}`;
    case 'typeText':
      return `${value.replace ? 'fill' : 'type'} "${value.text}" -> ${targetSummary(value.target)}`;
    case 'selectOption':
      return `select "${value.option}" of ${targetSummary(value.target)}`;
    case 'setChecked':
      return `${value.checked ? 'check' : 'uncheck'} ${targetSummary(value.target)}`;
    case 'pressKeys':
      return `keys ${value.chords.join(' ')}`;
    case 'scroll':
      return `scroll ${word(value.direction)} ${value.target ? `to ${targetSummary(value.target)}` : `by ${value.clicks}`}`;
    case 'open':
      return `open ${value.what?.$case} ${value.what?.value}`;
    case 'drag':
      return `drag ${targetSummary(value.from)} -> ${targetSummary(value.to)}`;
    case 'waitFor':
      return `wait ${value.gone ? 'gone ' : ''}${targetSummary(value.target)} ${value.limitMs}`;
    case 'readOut':
      return `read ${targetSummary(value.target)}`;
    case 'hover':
      return `hover ${targetSummary(value.target)}`;
    default: {
      const nothing: never = $case;
      return nothing;
    }
  }
}
