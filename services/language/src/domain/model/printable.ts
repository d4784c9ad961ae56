const unprintable = /(?![\t\n])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A stranger's words for a terminal or a page: no control characters, no marks that hide or turn the direction of writing. */
export const printable = (text: string): string => text.toWellFormed().replaceAll(unprintable, '');
