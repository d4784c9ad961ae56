import { partsOf } from '../domain/completion.ts';

/** How something is asked for, its slots standing out. */
export const Phrase = ({ text }: { readonly text: string }) => (
  <span className="phrase">
    {partsOf(text).map(({ text: part, isSlot }, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one phrase have no other name
      isSlot ? <mark key={index}>{part.slice(1, -1)}</mark> : <span key={index}>{part}</span>,
    )}
  </span>
);
