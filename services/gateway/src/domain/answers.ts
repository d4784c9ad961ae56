export interface AnswersOptions<A> {
  /** What one answer weighs (bytes). */
  readonly weigh: (answer: A) => number;
  /** Whether the same question would get it again; an answer like "try later" is not kept. */
  readonly isFinal: (answer: A) => boolean;
  readonly maxAnswers: number;
  readonly maxBytes: number;
}

/** The first answer to each question, kept for a while: the same question again gets it without being asked again. */
export class Answers<A> {
  readonly #options: AnswersOptions<A>;
  readonly #asked = new Map<string, { answer: Promise<A>; bytes: number }>();
  #bytes = 0;

  constructor(options: AnswersOptions<A>) {
    this.#options = options;
  }

  /** `ask` never rejects: a failure is an answer too. */
  async once(key: string, ask: () => Promise<A>): Promise<A> {
    const known = this.#asked.get(key);
    if (known) return known.answer;
    const entry = { answer: ask(), bytes: 0 };
    this.#asked.set(key, entry);
    const answer = await entry.answer;
    if (this.#asked.get(key) !== entry) return answer; // forgotten meanwhile
    if (this.#options.isFinal(answer)) this.#keep(entry, answer);
    else this.#asked.delete(key);
    return answer;
  }

  #keep(entry: { bytes: number }, answer: A): void {
    entry.bytes = this.#options.weigh(answer);
    this.#bytes += entry.bytes;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [key, { bytes }] of this.#asked) {
      if (this.#asked.size <= this.#options.maxAnswers && this.#bytes <= this.#options.maxBytes) return;
      this.#asked.delete(key);
      this.#bytes -= bytes;
    }
  }
}
