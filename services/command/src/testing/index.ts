// For benches: the rules themselves, without a service around them.
export { targetsOf } from '../domain/targets.ts';
export { isVouchedFor, lookedFor, readingVouchedFor } from '../domain/vouching.ts';
