import { DomainError } from '@karna/common/errors';
import type { EnterText } from '@karna/proto/gen/agent/v1/agent';

/** Longer text goes through the clipboard: a paste takes no longer for ten pages than for a word. */
const longTextLength = 200;

/** Terminals take Control+V as a control character; pasting there would silently lose the text. */
const terminal = /terminal|konsole|^(u?xterm|u?rxvt|st|alacritty|kitty|foot|tilix|terminator|wezterm|ghostty)\b/i;

export const isTerminal = (application: string): boolean => terminal.test(application);

/** How a text is entered into the application that has the focus (its name as in `Window.application`). */
export function entryRoad({ text, method }: EnterText, application: string): 'keys' | 'clipboard' {
  const inTerminal = isTerminal(application);
  switch (method) {
    case 'ENTRY_METHOD_KEYS':
      return 'keys';
    case 'ENTRY_METHOD_CLIPBOARD':
      if (inTerminal) throw new DomainError('action.unsupported', 'a terminal does not paste on Control+V: use keys');
      return 'clipboard';
    case 'ENTRY_METHOD_UNSPECIFIED':
      return text.length > longTextLength && !inTerminal ? 'clipboard' : 'keys';
    default: {
      const nothing: never = method;
      throw new DomainError('action.unsupported', 'this agent does not know that way to enter text', {
        cause: nothing,
      });
    }
  }
}
