/** What one language brings: everything is plain text, comma lists split once. */
export interface Vocabulary {
  readonly actions: readonly string[];
  readonly labels: readonly string[];
  readonly options: readonly string[];
  readonly words: readonly string[];
  readonly people: readonly string[];
  readonly places: readonly string[];
}

export function vocabulary(lists: Record<keyof Vocabulary, string>): Vocabulary {
  const split = (list: string) => list.split(',').map((entry) => entry.trim());
  return {
    actions: split(lists.actions),
    labels: split(lists.labels),
    options: split(lists.options),
    words: split(lists.words.replaceAll(' ', ',')),
    people: split(lists.people),
    places: split(lists.places),
  };
}
