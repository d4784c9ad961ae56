// What language learns with, for those who measure it: the service itself takes it from `domain/`.
export { calibrationError } from './domain/learning/calibration.ts';
export { type Example, type IntentModel, learnIntents } from './domain/learning/intent-model.ts';
export type { Span } from './domain/learning/slots/pieces.ts';
export { learnSlots, type MarkedExample } from './domain/learning/slots/slot-model.ts';
