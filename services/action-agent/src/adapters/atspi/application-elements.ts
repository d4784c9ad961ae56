import type { Accessible, Box } from '../../ports.ts';
import type { AccessibilityBus, Reference } from './accessibility-bus.ts';
import { checkedOf, has, hidesText, roleOf, type States } from './roles.ts';

const root: Reference = ['org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root'];
const accessible = 'org.a11y.atspi.Accessible';
const component = 'org.a11y.atspi.Component';
const properties = 'org.freedesktop.DBus.Properties';
/** Places are asked for on the screen, not in the window. */
const onScreen = 0;
/** Names are what is written on things; longer ones are documents, and left out: a part may end in the middle of a secret. */
const longestName = 300;
/** Of long lists only the first are asked; those that show are among them unless the list is scrolled far. */
const mostChildren = 200;

export const applicationsOn = (bus: AccessibilityBus, signal: AbortSignal): Promise<Reference[]> =>
  bus.ask<Reference[]>(root, accessible, 'GetChildren', signal);

/**
 * What shows below one thing, itself included, each as it comes in: what is known when time is up counts. (GTK 3 does
 * not offer the whole tree at once; five short questions per thing take 0.1 to 0.2 ms together.)
 */
export async function gatherFrom(
  bus: AccessibilityBus,
  thing: Reference,
  most: number,
  signal: AbortSignal,
  found: Accessible[],
): Promise<void> {
  const children = await bus.ask<Reference[]>(thing, accessible, 'GetChildren', signal);
  await Promise.allSettled(children.slice(0, mostChildren).map((child) => visit(bus, child, most, signal, found)));
}

async function visit(
  bus: AccessibilityBus,
  thing: Reference,
  most: number,
  signal: AbortSignal,
  found: Accessible[],
): Promise<void> {
  if (found.length >= most || signal.aborted) return;
  const [states, number] = await Promise.all([
    bus.ask<readonly number[]>(thing, accessible, 'GetState', signal),
    bus.ask<number>(thing, accessible, 'GetRole', signal),
  ]);
  const now: States = [states[0] ?? 0, states[1] ?? 0];
  if (!has(now, 'visible')) return;
  const note = async () => {
    const element = has(now, 'showing') ? await elementOf(bus, thing, number, now, signal) : undefined;
    if (element && found.length < most) found.push(element);
  };
  await Promise.all([note(), gatherFrom(bus, thing, most, signal, found)]);
}

async function elementOf(
  bus: AccessibilityBus,
  thing: Reference,
  number: number,
  now: States,
  signal: AbortSignal,
): Promise<Accessible | undefined> {
  const role = roleOf(number, now);
  if (!role) return undefined;
  const [name, box] = await Promise.all([
    hidesText(number) ? '' : bus.ask<string>(thing, properties, 'Get', signal, 'ss', [accessible, 'Name']),
    boxOf(bus, thing, signal),
  ]);
  return (
    box && {
      box,
      role,
      name: name.length > longestName ? '' : name,
      checked: checkedOf(role, now),
      selected: has(now, 'selected'),
      disabled: !has(now, 'enabled') || !has(now, 'sensitive'),
      focused: has(now, 'focused'),
      hidesText: hidesText(number),
    }
  );
}

async function boxOf(bus: AccessibilityBus, thing: Reference, signal: AbortSignal): Promise<Box | undefined> {
  const extents = await bus.ask<readonly number[]>(thing, component, 'GetExtents', signal, 'u', [onScreen]);
  const [x = 0, y = 0, width = 0, height = 0] = extents;
  return width > 0 && height > 0 && x + width > 0 && y + height > 0 ? { x, y, width, height } : undefined;
}
