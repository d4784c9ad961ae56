export { interpret } from '../domain/interpret.ts';
export { summaryOf } from './summary.ts';
