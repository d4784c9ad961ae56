import { DomainError } from '@karna/common/errors';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import { marking, selecting } from './choosing.ts';
import { opening } from './opening.ts';
import { clicking, dragging, hovering } from './pointing.ts';
import { scrolling } from './scrolling.ts';
import { pressing, typing } from './typing.ts';
import type { Verb } from './verb.ts';
import { reading, waiting } from './watching.ts';

export function verbFor({ verb }: DirectAction): Verb {
  switch (verb?.$case) {
    case 'click':
      return clicking(verb.value);
    case 'hover':
      return hovering(verb.value);
    case 'drag':
      return dragging(verb.value);
    case 'typeText':
      return typing(verb.value);
    case 'pressKeys':
      return pressing(verb.value);
    case 'selectOption':
      return selecting(verb.value);
    case 'setChecked':
      return marking(verb.value);
    case 'scroll':
      return scrolling(verb.value);
    case 'open':
      return opening(verb.value);
    case 'waitFor':
      return waiting(verb.value);
    case 'readOut':
      return reading(verb.value);
    case undefined:
      throw new DomainError('action.unsupported', 'This step has an action that is not known here.');
    default: {
      const nothing: never = verb;
      throw new DomainError('action.unsupported', 'This step has an action that is not known here.', {
        cause: nothing,
      });
    }
  }
}
