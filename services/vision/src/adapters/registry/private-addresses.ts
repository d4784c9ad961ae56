import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DomainError } from '@karna/common/errors';

/** Addresses that are not of the public internet (IANA special-purpose registries, RFC 6890). IPv4-mapped IPv6 counts as IPv4. */
const own = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  own.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  own.addSubnet(network, bits, 'ipv6');
}

export const isPrivateAddress = (address: string): boolean => own.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

export const isPrivateHost = (host: string): boolean => {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) !== 0 && isPrivateAddress(bare);
};

export const privateRefused = () =>
  new DomainError(
    'model.invalid',
    'the source is on this machine or in a private network; KARNA_VISION_PULL_PRIVATE=true allows that',
  );

/** Resolves names as usual and refuses private addresses: at the moment of connecting, so that no second answer can differ. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) callback(error ?? new Error('no address'), '', 0);
    else if (addresses.some(({ address }) => isPrivateAddress(address))) callback(privateRefused(), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
