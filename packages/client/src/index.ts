export type { Access } from './channel.ts';
export type { ConnectionState, RequestOptions } from './control-session.ts';
export { KarnaError } from './errors.ts';
export { type BlobContent, exchangeToken, fetchBlob, type LastingToken, type Session, whoAmI } from './http.ts';
export {
  type ConnectOptions,
  type FollowOptions,
  KarnaClient,
  type PlanOptions,
  type RunOptions,
  type StreamOptions,
  type TaskQuery,
} from './karna-client.ts';
export { readSkills, writeSkills } from './skill-file.ts';
export type { StatusSnapshot, StatusUpdate } from './status-stream.ts';
export { Teaching, type Watched } from './teaching.ts';
export type { Protocol } from './wire.ts';
