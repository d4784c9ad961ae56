import { DomainError } from '@karna/common/errors';

/** An address as a browser takes it; `example.org` is a web address. Fails with `input.invalid`. */
export function webAddress(said: string): URL {
  const text = said.trim();
  const isBare = /^[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$/.test(text) || /^localhost(:\d+)?([/?#].*)?$/.test(text);
  const url = URL.parse(isBare ? `https://${text}` : text);
  const isOpenable = url && ['http:', 'https:', 'file:', 'about:'].includes(url.protocol);
  if (!isOpenable) throw new DomainError('input.invalid', 'this is no address that a browser opens');
  return url;
}
