/** Endings that are domains at least as often as file types; any other needs "go to", a path or a scheme. */
const plainTlds = new Set(
  `com org net edu gov mil int info biz name eu io dev app ai tv co xyz online site store tech cloud blog wiki news
  de fr uk us ca au nz ch at nl be dk se no fi es pt it pl cz sk hu ro bg gr tr ua ie is jp cn kr in br mx ar cl za
  test example invalid localhost local internal lan home intranet`.split(/\s+/),
);
/** Words of one of these endings are files when nobody said to visit them. */
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?`;
const domain = new RegExp(
  String.raw`^(?:${label}\.)+(?<tld>\p{L}{2,63}|xn--[a-z0-9-]+)(?<port>:\d{1,5})?(?<rest>[/?#]\S*)?$`,
  'iu',
);
const loopback =
  /^(?:localhost|(?:[\w-]+\.)+localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;

/** The address with its scheme, spoken (`example dot com`) or written: http on loopback and bare IP hosts, https elsewhere; undefined when it is none, or of another scheme. */
export function addressOf(written: string, isVisit: boolean): string | undefined {
  const said = written
    .replaceAll(/(?<=\p{L}|\p{N}) (?:dot) (?=\p{L}|\p{N})/giu, '.')
    .replaceAll(/(?<=\.\S*) slash (?=\S)/gi, '/');
  if (/\s/.test(said)) return undefined;
  if (/^https?:\/\//i.test(said)) return valid(said);
  if (loopback.test(said)) return valid(`http://${said}`);
  const parts = domain.exec(said)?.groups;
  if (!parts) return isVisit && /^[\w-]+:\d{1,5}(?:\/\S*)?$/.test(said) ? valid(`http://${said}`) : undefined;
  const isPlain =
    plainTlds.has((parts.tld ?? '').toLowerCase()) || parts.port !== undefined || parts.rest !== undefined;
  return isVisit || isPlain || /^www\./i.test(said) ? valid(`https://${said}`) : undefined;
}

const valid = (address: string): string | undefined => (URL.canParse(address) ? address : undefined);

/** `file:`, `javascript:`, `data:` and whatever else is not for a browser here. */
export const hasOtherScheme = (said: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(said) && !/^https?:\/\//i.test(said) && !/^[\w.-]+:\d/.test(said);

/** `report.txt`: neither an application nor an address. */
export const looksLikeFile = (said: string): boolean =>
  /^[\w-]+\.[a-z][a-z0-9]{1,4}$/i.test(said) || /^[~./]*\/\S/.test(said);
