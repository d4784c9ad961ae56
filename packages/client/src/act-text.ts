import type { Act } from '@karna/proto/gen/recording/v1/recording';
import { typedText } from '@karna/proto/keys';
import { word } from '@karna/proto/words';

/** One thing that a person did, for people: `type "cats"`. Secrets are not among what is told. */
export function actText(what: Act['what']): string {
  switch (what?.$case) {
    case 'pressed': {
      const { button, count, at, modifiers } = what.value;
      const times = ['click', 'click', 'double-click', 'triple-click'][count] ?? `${count} clicks`;
      const which = button === 'MOUSE_BUTTON_LEFT' ? times : `${word(button)} ${times}`;
      return `${[...modifiers, which].join('+')} at ${at?.x},${at?.y}`;
    }
    case 'dragged':
      return `drag from ${what.value.from?.x},${what.value.from?.y} to ${what.value.to?.x},${what.value.to?.y}`;
    case 'scrolled':
      return `scroll ${what.value.down !== 0 ? `${Math.abs(what.value.down)} ${what.value.down > 0 ? 'down' : 'up'}` : `${what.value.right} right`}`;
    case 'chord':
      return `press ${what.value.chord}${what.value.count > 1 ? ` ${what.value.count} times` : ''}`;
    case 'typed':
      return what.value.secret ? 'type (a secret: not kept)' : `type "${typedText(what.value.keys).text}"`;
    case undefined:
      return 'something that this version does not know';
    default: {
      const nothing: never = what;
      return nothing;
    }
  }
}
