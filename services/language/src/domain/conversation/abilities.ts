import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { folded } from '../learning/words.ts';
import { fits } from '../skills/catalogue.ts';

/** Skills named in one answer. */
const mostNamed = 12;

/** What can be asked for here: the skills for the application in front first, then what can always be said. */
export function abilitiesOf(skills: readonly Skill[], domain: string, application: string): string {
  const usable = skills.filter((skill) => fits(skill, domain));
  const own = usable.filter((skill) => isFor(skill, application) || (domain !== '' && skill.domain !== ''));
  const rest = usable.filter((skill) => !own.includes(skill));
  const here = own.length > 0 ? [`For ${application || domain}: ${list(own)}.`] : [];
  const other = rest.length > 0 ? [`${own.length > 0 ? 'Other skills' : 'Skills'}: ${list(rest)}.`] : [];
  const none = usable.length === 0 ? ['I was not taught any skill for this yet.'] : [];
  return [...here, ...other, ...none, direct].join('\n');
}

const direct =
  'On the screen I can click, type, fill in and clear, select, check, press keys, scroll, drag, open applications and addresses, wait and ' +
  'read out: "click Save", "type Ada into Name", "select Berlin from City", "open the calculator". About the last command: "do it again for Ada", ' +
  '"no, the other one", "undo that", "what happened?", "stop".';

const isFor = ({ domain }: Skill, application: string): boolean =>
  domain !== '' && application !== '' && folded(domain) === folded(application);

function list(skills: readonly Skill[]): string {
  const named = skills
    .slice(0, mostNamed)
    .map(({ name, phrases }) => (phrases[0] ? `${name} ("${phrases[0]}")` : name));
  const more = skills.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
