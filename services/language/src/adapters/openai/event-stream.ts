import { DomainError } from '@karna/common/errors';

/** The data of each event of a `text/event-stream`, as it comes. Rejects with `llm.too_long` beyond so many bytes in all. */
export async function* eventData(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let waiting = '';
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new DomainError('llm.too_long', `the language model sent more than ${maxBytes} bytes`);
    const lines = `${waiting}${decoder.decode(chunk, { stream: true })}`.split(/\r\n|\n|\r(?!$)/);
    waiting = lines.pop() ?? '';
    yield* lines.flatMap(dataOf);
  }
  yield* dataOf(waiting.trimEnd());
}

// Servers of chat completions write each event's data on one line; comments and names of events say nothing.
const dataOf = (line: string): string[] => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : []);
