/** How the arrow of a drop-down reads. */
export const isArrow = ({ text }: { readonly text: string }): boolean => /^[vV▾▼⌄]$/.test(text);
