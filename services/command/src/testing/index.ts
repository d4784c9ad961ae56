// For benches: the rules themselves, without a service around them.
export { targetsOf } from '../domain/targets.ts';
export { isVouchedFor, lookedFor, readingsOf, readingVouchedFor } from '../domain/vouching.ts';
