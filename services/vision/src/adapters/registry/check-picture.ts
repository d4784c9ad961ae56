import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { likenessOfBoxes } from '@karna/sight/boxes';
import type { Screen } from '../../domain/screen.ts';

/** A form of 480 x 240 px, rendered by a browser: a title, a labelled field, a sentence and two buttons. PNG in base64. */
const picture = [
  'iVBORw0KGgoAAAANSUhEUgAAAeAAAADwBAMAAAAqW6qJAAAAMFBMVEX///8aVsTx8/QgISSBhoswMTPGx8ra3OCwsbI/QEOZmpxSU1VjZGZxcXNT',
  'gNOSr+NR+9lBAAAACXBIWXMAAAsSAAALEgHS3X78AAAIFklEQVR42u2dX2xT1x3Hj4zt6zhxusvD9mZubQhT2k7IJ07iJkhWIFNR9xDVDU1CI93F',
  'xRBYJZOopaXrYsULHYNKESaUlU2ygpoSRUhRHbo1gBSRZah/HqJGDCE0qfRlb6XhhTe03+9cxyiUZLMZxLd8PxL3mutzLX98fud3zs09xxYCAAAA',
  'AAAAAAAAAAAAyhcpkys845JtDzhaeyPTeY0fvD9yyeS9IyO30O7YSGTa+DEKz0oiJcSztKvjAz7JwlV8+JUfp/CIlA1C5OQuKaN0IK6Ez8jmq7LJ',
  '3sIP5stBkaaqdcuI8YYMUUTH2ll4VqYcMWkX4VjYM7fLpDedJBGK09fO/3k0X8OeG5EvqGm+f/4vplWedk7ZLCplI+3rOKKHLOGkyNhIeEHKeqq5',
  'LL3/BvEOt8eoEvbEVIvtpe3WQkryknCQynlkhCK62WWF9JVDcqtthKXMUQN0yWESmaTaisSoAlm4X8rTFKwZOZWT80uncO32k6VbhimiX1LCnMPk',
  '1/YRPq5RA3RSraVliiou6SUXFs7Jy8JtOuXzVK31S6eckTNKWJOSsrOphMU2KZtM+wibpJbUqE3Ohg3Wo/aYJGGHDBuqSusTe61OSEV0k5EXDov0',
  'VqGEn5HNrVTxthG2sk4u7KB2WMV1uSBTJOy2ehoXx2uh01mQnwixToV0k4gdt4QXpOnIhA3bJC1LOC33kexKwhHrBKpLdYiTVrNQz1DV8rPbeEBi',
  'K2GXvEF560EhHSqU1zJquOEjSf6XF3bYU9hJ7z3LvY3hoXzESStDudlt+rj9OsZU+d38cZC3Gni0FWo4xiFd5Bhm7YUp7UqDrwZO50iLhdMyciGW',
  'ohT+9+2zVpbOsaAqv4s/HRXd1tCy1T5DyyVhsuGxw9v3Bh5e61JhN++WCxcuHixhdfHwku2E05bVRKbzH/mh5XMjPLR0vJgJT6WWCYtz+ctDS1hd',
  'HuJiGwAAAAAAAAAAAAAAAAAAAAAAAAAAAPD/x7Fv+yNhzChT4dqeR/O6NaNlKpyw3Qs/JI+sImrLVDj6qF7YCWEIQxjCEIYwrdZYYaFC3FhN2Nss',
  'PHOvmtZq2qR4J5K1jbCzNVmC8NsXReUL47zGIZ5IGI6Xa7psI7zp3aiI93ZvnrsiPJkPRdAUHaJx7hQtcJlfWdhx8iveNuY/GG+b2GEb4aPuNhGf',
  'PvLl2W6RHk2nlHCk50xy1Rquit4Tbv9UVM2sFBBlKDxNgnHT2yDGxUXhG1bCtGYptarwEcHCvuO0ObR3IVU5L/qTNhHWQuJXVD3uLWJIdAnPFiuk',
  'RUV2NWHtFSX8uSVZNWknYV59Z9wvXP9fhGmhHq219H2Qz9htdgpp1y8Tvdm88CXhHF5nUstk4f5VhB2JxIUesSNfomrSTkkrbVAN5YXTg0Opyhmf',
  'JRw0Vx14fCV8HYk9Yrs4m9hm2qlborao1eeFuVvSZjuskHau1i3xeet47eFF8VH4U2GrgQfG0hCGMIQhDGH7Cj9xf4h/4m61PHE3056426UAAAAA',
  'AAAAAAAAAAAgHtdsHp6N9D/z0JNY1gqfjLQo4U9+KOzMDasJOzQjqYLmoOWyPxQ+1k5fU7xjV1K0hq+p8uUvfPK1usJ/7hP2nRvmCTuf08OK00IL',
  'P0B46o8jhnPnc23ihb1zBpcvf+FJcd17/gSH9Pir43TAff6E4Z0eUb9R4VQCPEGnYlvSeTXLBd2NGXOiKRvvpd86YYKpTVk1B7HfzJe3gXDP/qgW',
  '8jTWdvL7/nr3vLfu4KWCsIdbd8W5qGt3lgu6m8yNHTXZ+PTR4bwwTcKbogcfGTYR1rqpWtu0UOWM+IwOtBreEE00Gy8IV/L0pYqxtiOuLBd014t1',
  'KQpp0239MsB1msdHk5i8cqewh7CUf3XPyZAWIh+2/BfN2/JO0qytJeF+Dt2K7KkvXFkuSJ48rzJuOBq4SNUHQglr+z6zSQ2f7BFvvOdm4VRe2LFc',
  'WE0qrMhO0CfCBe8Tvp4U+ZDelLVLG6bk7CXhyqi4rvw8oWXCXZZwcMaV5YIkrELaEnbSDGKXlbRsJNyfHCJhT4dHJa2W3vm8sPb6TtPKWSTMYlyQ',
  'hJ2ctCzhq4cTSe6WtLF9I0lV3g7Cnj/9LcTd0ulCt2QJV/IkYcplBWEuyLlqXEbzwuoHIWjg4chFrlnlAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAs',
  'w31TLx6/KR7me0zW9EtKfq2Xwk+XTq99L1A8b63l19DcLEnYv3T63kApHF5DYb00lk7/uCThQ/YVbilJeCOEIQxhCEMYwhB+bMId5S3s79Huliy8',
  'o33KdsLrB74rWfiZrX94cdBuwt/wBcWdwKK/Wt/wtL+vphjhM2Tbd6z9SiA40Tka+G37PwNHO1vKXniRNnf9A/qA/rPF9XdvHShC+AJvzr55IxA8',
  'dahhc/eesZ93vTlV7sIbHANcx9/qt6my7+h6dRHC3dYu2BMcDXRsPE4x3hKIl7uw7r9Trf/bEPpPbt7WaV3lU0UIv8ybdzNyMDgY+PDZy4HAJlq7',
  '1tdR9t3SQX/1zW8ooAf0PcUlrYu8OdETvCc8Wv5Ji9iz4Wn9e33DL6oprPVik9bBhkBcCauQvlz+wre+u/WUv9pv6Lp2QF//O/9iUd3S4YnBrpqM',
  'EuakVVPX9/uyT1p9mxf125u/13VzkUchB4oaeMROBPaPDCnhwG9iJwP726dsENIYS0MYwhCGMIQhDGHcTMPtUoEb4gJTHgAAAAAAAAAAAAAAAACA',
  'x8l/AOMMCEK8kKU3AAAAAElFTkSuQmCC',
].join('');

const words = ['Invoice', '2048', 'Amount', '42.50', 'Paid', 'on', '17', 'March', '2031', 'Save', 'Cancel'];
/** The field and the two buttons. */
const elements: readonly Box[] = [
  { x: 120, y: 76, width: 180, height: 32 },
  { x: 24, y: 180, width: 110, height: 36 },
  { x: 150, y: 180, width: 110, height: 36 },
];

/** Networks that were trained for minutes find and read all of it; random or mismatched ones nothing. */
const leastRead = 0.7;
const leastFound = 2;
/** There are eight things in it; networks gone wild see hundreds. */
const mostElements = 60;

export const checkPicture = (): Uint8Array => Buffer.from(picture, 'base64');

/** What is wrong with how the check picture was seen; empty when nothing is. Only letters that the reader claims to know count. */
export function faultOf({ elements: seen, lines }: Pick<Screen, 'elements' | 'lines'>, alphabet: string): string {
  const read = new Set(lines.flatMap((line) => line.words.map(({ text }) => text)));
  const known = words.filter((word) => [...word].every((letter) => alphabet.includes(letter)));
  const right = known.filter((word) => read.has(word)).length;
  if (right < leastRead * known.length) {
    return `the models read ${right} of ${known.length} words of the check picture`;
  }
  const found = elements.filter((box) => seen.some((one) => likenessOfBoxes(one.box, box) > 0.5)).length;
  if (found < leastFound) return `the models found ${found} of ${elements.length} elements of the check picture`;
  return seen.length > mostElements ? `the models see ${seen.length} elements in the check picture, which has 8` : '';
}
