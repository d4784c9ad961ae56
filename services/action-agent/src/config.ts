import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { count, flag, logLevel, millis, port, secret } from '@karna/common/config';
import { type Chord, parseChord } from '@karna/proto/keys';
import { z } from 'zod';
import { globs, listed, regions } from './domain/redaction/configuring.ts';
import { type PatternName, patternNames } from './domain/redaction/find.ts';

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

/** Works from src/ and from dist/: both are two folders below the repository's root in services/action-agent. */
const ownModels = fileURLToPath(new URL('../../../models/', import.meta.url));

const patterns = () =>
  z.string().transform((text, context): Set<PatternName> => {
    const names = text === 'none' ? [] : text.split(',').map((name) => name.trim());
    const known = patternNames.filter((name) => names.includes(name));
    if (known.length !== new Set(names).size) {
      context.addIssue({ code: 'custom', message: `names something else than ${patternNames.join(', ')}, or none` });
    }
    return new Set(known);
  });

const places = () =>
  z.string().transform((text, context) => {
    const parsed = regions(text);
    if (!parsed) context.addIssue({ code: 'custom', message: 'not like 0,0,300,40 or Mail*@0,0,100%,20%' });
    return parsed ?? [];
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
  /** Windows that nothing is done outside of, by title or application, with `*` and `?`, `;` between them. */
  ACT_ONLY_IN: z.string().default('').transform(listed),
  /** Windows that nothing is done in. */
  ACT_NEVER_IN: z.string().default('').transform(listed),
  /** For batches that bring no deadline (ms). */
  DEADLINE_MS: millis().default(60_000),
  /** Stop when a person uses the mouse or keyboard, where the platform shows it. */
  YIELD_TO_PERSON: flag().default(true),
  /** Whether Ctrl+Alt+R at the desktop begins a recording, and ends it. */
  TEACH_KEY: flag().default(true),
  /** Mask what is secret before a picture leaves: `on`, or `off`. */
  REDACT: z.enum(['on', 'off']).default('on'),
  /** Written secrets that are masked: card, iban, email, token, separated by commas; `none` for none. */
  REDACT_PATTERNS: patterns().prefault(patternNames.join(',')),
  /** Mask fields that hide their text or are named like a secret, and values that are named so. */
  REDACT_FIELDS: flag().default(true),
  /** Places that are always masked: `X,Y,WIDTH,HEIGHT` in px or %, `;` between them, `NAME*@` before one that lies in windows. */
  REDACT_REGIONS: places().prefault(''),
  /** Windows that are masked as a whole, by title or application, with `*` and `?`, `;` between them. */
  REDACT_WINDOWS: z.string().default('').transform(globs),
  /** Folder with the networks that read the screen, and their manifest.json. */
  MODELS_DIR: z.string().default(ownModels),
  /** Cores that reading computes on. */
  READING_THREADS: count().max(64).default(2),
  /** Ask applications what they show (AT-SPI), where that is there. */
  ACCESSIBILITY: flag().default(true),
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
    windows: { only: env.ACT_ONLY_IN, never: env.ACT_NEVER_IN },
  },
  deadlineMs: env.DEADLINE_MS,
  redaction: {
    isOn: env.REDACT === 'on',
    policy: {
      patterns: env.REDACT_PATTERNS,
      fields: env.REDACT_FIELDS,
      regions: env.REDACT_REGIONS,
      windows: env.REDACT_WINDOWS,
    },
    reading: { modelsFolder: env.MODELS_DIR, threads: env.READING_THREADS },
  },
  accessibility: env.ACCESSIBILITY,
  yieldToPerson: env.YIELD_TO_PERSON,
  teachKey: env.TEACH_KEY,
  health: { bind: env.BIND, port: env.HEALTH_PORT },
  logLevel: env.LOG_LEVEL,
}));

export type AgentConfig = Readonly<z.output<typeof agentConfig>>;
