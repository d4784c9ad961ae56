import type { Row } from '@karna/client';
import { InvalidArgumentError } from 'commander';

/** `name=value` beside those before it: an option that may be given several times. */
export function slotIn(text: string, before: Row = {}): Row {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('a slot and its value: name=value');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
