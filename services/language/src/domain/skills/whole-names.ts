interface Span {
  readonly start: number;
  readonly end: number;
}

/** `Ada` of `change the phone of Ada Lovelace`: a name goes on with the words in capitals behind it that are neither the skill's own nor another value. */
export function wholeName<Found extends Span>(
  text: string,
  found: Found,
  others: readonly Span[],
  own: ReadonlySet<string>,
): Found {
  if (!/^\p{Lu}/u.test(text.slice(found.start, found.end))) return found;
  let { end } = found;
  for (;;) {
    const word = /^ (\p{Lu}[\p{L}'’-]*)/u.exec(text.slice(end))?.[1];
    if (word === undefined || own.has(word.toLowerCase())) break;
    const next = end + 1 + word.length;
    if (others.some((other) => other !== found && other.start < next && other.end > end)) break;
    end = next;
  }
  return { ...found, end };
}
