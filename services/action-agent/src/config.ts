import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { count, flag, logLevel, millis, port, secret } from '@karna/common/config';
import { type Chord, parseChord } from '@karna/proto/keys';
import { z } from 'zod';

/** Would end the session, leave the graphical screen, or press our own halt key. */
const dangerousChords = [
  'Control+Alt+Delete',
  'Control+Alt+Backspace',
  'Control+Alt+Escape',
  'Alt+PrintScreen',
  ...Array.from({ length: 12 }, (_, i) => `Control+Alt+F${i + 1}`),
].join(' ');

const chords = () =>
  z.string().transform((text, context): Chord[] =>
    text.split(/\s+/).flatMap((one) => {
      if (one === '' || one === 'none') return [];
      const chord = parseChord(one);
      if (!chord) context.addIssue({ code: 'custom', message: 'names a key that does not exist' });
      return chord ?? [];
    }),
  );

/** `http` addresses are taken as the WebSocket they lead to. */
const gatewayUrl = () =>
  z.url({ protocol: /^(wss?|https?)$/ }).transform((text) => {
    const url = new URL(text);
    url.protocol = url.protocol.replace('http', 'ws');
    if (!url.pathname.endsWith('/v1/agent')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/agent`;
    return url.href;
  });

const size = () =>
  z
    .string()
    .regex(/^\d{3,4}x\d{3,4}$/, 'not a size like 1280x720')
    .transform((text) => {
      const [width = 0, height = 0] = text.split('x').map(Number);
      return { width, height };
    });

export const agentSettings = {
  /** The gateway: `wss://host`, `https://host` or, on this machine, `ws://127.0.0.1:7400`. */
  SERVER_URL: gatewayUrl().default('ws://127.0.0.1:7400/v1/agent'),
  /** One-time code, needed only the first time. */
  ENROL_CODE: secret().optional(),
  /** Name of the desktop in lists. */
  NAME: z.string().trim().min(1).max(64).default(hostname()),
  /** Holds identity.json, the agent's private key: one folder per desktop. */
  DATA_DIR: z.string().default(join(homedir(), '.karna', 'agent')),
  /** Input and capture: `x11`, `nut`, or `auto` (x11 on Linux, nut elsewhere). */
  BACKEND: z.enum(['auto', 'x11', 'nut']).default('auto'),
  /** The X display to attach to, like `:0`; left out, that of the environment. With VIRTUAL=true, the one to start. */
  DISPLAY: z
    .string()
    .regex(/^[\w.-]*:\d+(\.\d+)?$/, 'not a display like :0')
    .optional(),
  /** Start a virtual desktop: `true`, `false`, or `auto` (when there is no display; Linux only). */
  VIRTUAL: z.enum(['auto', 'true', 'false']).default('auto'),
  /** Size of the virtual desktop. */
  SCREEN: size().default({ width: 1280, height: 720 }),
  /** Key chords that are never pressed, separated by blanks; more modifiers do not make them allowed. `none` allows all. */
  FORBIDDEN_CHORDS: chords().prefault(dangerousChords),
  /** Longest text entered by one action (characters). */
  MAX_TEXT_LENGTH: count().default(20_000),
  /** Actions in one batch. */
  MAX_ACTIONS_PER_BATCH: count().default(100),
  /** Mean over ten seconds; settling and observing are free. */
  MAX_ACTIONS_PER_SECOND: count().default(50),
  /** For batches that bring no deadline (ms). */
  DEADLINE_MS: millis().default(60_000),
  /** Stop when a person uses the mouse or keyboard, where the platform shows it. */
  YIELD_TO_PERSON: flag().default(true),
  /** Address and port of /healthz, /readyz and /metrics; 0: the agent opens no port at all. */
  BIND: z.string().default('127.0.0.1'),
  HEALTH_PORT: port().default(0),
  LOG_LEVEL: logLevel().default('info'),
};

export const agentConfig = z.strictObject(agentSettings).transform((env) => ({
  server: { url: env.SERVER_URL, enrolCode: env.ENROL_CODE },
  name: env.NAME,
  dataDir: env.DATA_DIR,
  backend: env.BACKEND,
  display: env.DISPLAY,
  virtual: { use: env.VIRTUAL, ...env.SCREEN },
  policy: {
    forbiddenChords: env.FORBIDDEN_CHORDS,
    maxTextLength: env.MAX_TEXT_LENGTH,
    maxActionsPerBatch: env.MAX_ACTIONS_PER_BATCH,
    maxActionsPerSecond: env.MAX_ACTIONS_PER_SECOND,
  },
  deadlineMs: env.DEADLINE_MS,
  yieldToPerson: env.YIELD_TO_PERSON,
  health: { bind: env.BIND, port: env.HEALTH_PORT },
  logLevel: env.LOG_LEVEL,
}));

export type AgentConfig = Readonly<z.output<typeof agentConfig>>;
