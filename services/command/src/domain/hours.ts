import type { Rules } from '@karna/proto/gen/policy/v1/policy';

/** Whether tasks may act at that moment. Hours that end at or before the time they begin at go on into the next day. */
export function isWithin({ hours, timeZone }: Pick<Rules, 'hours' | 'timeZone'>, moment: Date): boolean {
  if (hours.length === 0) return true;
  const { day, minute } = clockIn(timeZone, moment);
  const dayBefore = day === 1 ? 7 : day - 1;
  return hours.some(({ days, from, until }) => {
    const [begin, end] = [minutes(from), minutes(until)];
    const isOn = (which: number) => days.length === 0 || days.includes(which);
    if (begin < end) return isOn(day) && minute >= begin && minute < end;
    return (isOn(day) && minute >= begin) || (isOn(dayBefore) && minute < end);
  });
}

const names = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon, Tue 08:00 to 17:00; Sat 10:00 to 12:00 (Europe/Berlin)`. */
export function hoursInWords({ hours, timeZone }: Pick<Rules, 'hours' | 'timeZone'>): string {
  const said = hours.map(({ days, from, until }) => {
    const on =
      days.length === 0
        ? 'every day'
        : [...days]
            .sort((a, b) => a - b)
            .map((day) => names[day])
            .join(', ');
    return `${on} ${from} to ${until}`;
  });
  return `${said.join('; ')} (${timeZone})`;
}

function clockIn(timeZone: string, moment: Date): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return { day: names.indexOf(parts.weekday ?? ''), minute: minutes(`${parts.hour}:${parts.minute}`) };
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
