/** Forms that no rule finds. */
const irregular = new Map(
  `sent:send paid:pay bought:buy left:leave took:take taken:take gave:give given:give got:get gotten:get made:make done:do did:do does:do
  went:go gone:go goes:go found:find wrote:write written:write told:tell came:come ran:run sold:sell held:hold kept:keep lent:lend began:begin
  begun:begin broke:break broken:break met:meet sat:sit saw:see seen:see lost:lose spent:spend built:build said:say shown:show threw:throw
  thrown:throw withdrew:withdraw withdrawn:withdraw brought:bring caught:catch taught:teach thought:think understood:understand chosen:choose
  chose:choose drawn:draw drew:draw driven:drive drove:drive forgot:forget forgotten:forget known:know knew:know spoken:speak spoke:speak
  hidden:hide hid:hide owed:owe owes:owe people:person children:child analyses:analyse dispatched:dispatch has:have had:have
  news:news enrol:enroll enrols:enroll cheque:check cheques:check programme:program programmes:program centre:center colour:color
  favourite:favorite licence:license analyse:analyze catalogue:catalog dialogue:dialog tyre:tire fulfil:fulfill instalment:installment`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);
const hasVowel = /[aeiouy]/;
const short = 4;

/** What the forms of a word have in common: `booked`, `booking`, `bookings`, `cancelled`, `canceled`, `cancellation`. */
export function stemOf(word: string): string {
  const known = irregular.get(word) ?? word;
  if (known.length < short || /\d/.test(known)) return known;
  const whole = american(known.replace(/'s$|s'$/, ''));
  return withoutE(withoutEnding(singular(whole)));
}

const american = (word: string): string =>
  word
    .replace(/is(e|es|ed|ing|ation|ations)$/, (ending, rest: string) => (word.length > 6 ? `iz${rest}` : ending))
    .replace(/(?<=\w{3})our(s|ed|ing)?$/, 'or$1')
    .replace(/ll(ed|ing|ation|ations|ment)$/, 'l$1');

function singular(word: string): string {
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) && !/is$/.test(word) ? word.slice(0, -1) : word;
}

function withoutEnding(word: string): string {
  for (const ending of ['ations', 'ation', 'ments', 'ment', 'ings', 'ing', 'ed', 'ion', 'ly']) {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < 3 || !hasVowel.test(stem)) continue;
    if (ending === 'ed' && stem.endsWith('e')) return word;
    if ((ending === 'ly' || ending === 'ation' || ending === 'ment') && stem.length < short) continue;
    if (ending === 'ion' && !/[ts]$/.test(stem)) continue;
    return stem.replace(/([bdfgmnprt])\1$/, '$1').replace(/(?<=\w{2})i$/, 'y');
  }
  return word.replace(/(?<=\w{2})i$/, 'y');
}

const withoutE = (word: string): string => (word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word);
