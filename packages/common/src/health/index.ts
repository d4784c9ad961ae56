export { type Host, type Hosted, hostService, version } from './host.ts';
export { type HealthAnswers, type HealthServer, serveHealth } from './http.ts';
