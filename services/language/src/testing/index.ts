// For benches: the rules themselves, without a service around them.
export { Skill } from '@karna/proto/gen/skill/v1/skill';
export { interpret } from '../domain/interpret.ts';
export { Catalogue } from '../domain/skills/catalogue.ts';
export { learnSkills } from '../domain/skills/skill-model.ts';
export { signsFor, understand } from '../domain/skills/understand.ts';
export { answers, type Endpoint, startEndpoint } from './endpoint.ts';
export { summaryOf, targetSummary } from './summary.ts';
