export { type ErrorCode, isErrorCode } from '@karna/proto/errors';
export { actText } from './act-text.ts';
export { Administration, type RecordQuery, type WhoMayConnect } from './administration.ts';
export type { Access } from './channel.ts';
export type { ConnectionState, RequestOptions } from './control-session.ts';
export { type Row, rowsIn, saidFor } from './csv.ts';
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
export { rulingText } from './ruling-text.ts';
export { BrowserKeys } from './screen/browser-keys.ts';
export { browserDecoders, type ScreenDecoders } from './screen/decoders.ts';
export {
  type Hands,
  LiveScreen,
  type ScreenButton,
  type ScreenEvent,
  type ScreenState,
  type WatchScreenOptions,
} from './screen/live-screen.ts';
export { type ScreenOffThread, watchScreenOffThread } from './screen/off-thread.ts';
export { Picture } from './screen/picture.ts';
export { readSkills, writeSkills } from './skill-file.ts';
export { checkText, lineDiff, needsElement, skillLines } from './skill-text.ts';
export type { StatusSnapshot, StatusUpdate } from './status-stream.ts';
export { Teaching, type Watched } from './teaching.ts';
export type { Protocol } from './wire.ts';
