const cardinals = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const tens = {
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
} as const;
const numbers = new Map<string, number>([...cardinals.map((name, n) => [name, n] as const), ...Object.entries(tens)]);
const ordinals = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ').map((name, n) => [name, n + 1]),
);

/** `3`, `three`, `1.5`; undefined for anything else. */
export function numberOf(word: string): number | undefined {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(word)) return Number(word);
  return numbers.get(word) ?? compound(word);
}

/** `twenty-five`. */
function compound(word: string): number | undefined {
  const [ten, one, ...more] = word.split('-').map((part) => numbers.get(part));
  const isCompound = more.length === 0 && ten !== undefined && one !== undefined && ten >= 20 && one > 0 && one < 10;
  return isCompound ? ten + one : undefined;
}

/** `third`, `3rd`; undefined for anything else. */
export function ordinalOf(word: string): number | undefined {
  const digits = /^(\d{1,3})(st|nd|rd|th)$/.exec(word)?.[1];
  const place = digits === undefined ? ordinals.get(word) : Number(digits);
  return place === 0 ? undefined : place;
}

/** The word for a place, as people say it: `second`, `12th`, `last`, `second to last`. */
export function ordinalWord(place: number): string {
  if (place === -1) return 'last';
  if (place < 0) return `${ordinalWord(-place)} to last`;
  const known = [...ordinals.keys()][place - 1];
  return known ?? `${place}${suffix(place)}`;
}

function suffix(place: number): string {
  const inTeens = place % 100 >= 11 && place % 100 <= 13;
  return (inTeens ? undefined : ['th', 'st', 'nd', 'rd'][place % 10]) ?? 'th';
}
