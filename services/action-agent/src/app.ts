import { join } from 'node:path';
import { systemClock } from '@karna/common/clock';
import { serveHealth, version } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import type { AgentMessage } from '@karna/proto/gen/agent/v1/agent';
import { AtSpi } from './adapters/atspi/accessibility.ts';
import { GatewayLink } from './adapters/gateway-link.ts';
import { Identity } from './adapters/identity.ts';
import { showNotice } from './adapters/notices.ts';
import { pngPictures } from './adapters/png.ts';
import { SightReader } from './adapters/sight/reader.ts';
import { FolderSpool } from './adapters/spool/folder-spool.ts';
import { turboEncoder } from './adapters/stream-encoder.ts';
import { startVirtualDesktop } from './adapters/virtual-desktop.ts';
import type { AgentConfig } from './config.ts';
import { openDesktop } from './desktop.ts';
import { agentEvents } from './events.ts';
import { gatewayOrders } from './handlers/orders.ts';
import type { Desktop, TextReader } from './ports.ts';
import { Recorder } from './recorder.ts';
import { Redaction } from './redaction.ts';
import { RemoteHands } from './remote-hands.ts';
import { Performer } from './service.ts';
import { Streamer } from './streaming.ts';

export interface AgentParts {
  /** A desktop that is already open; it stays open when the agent stops. */
  readonly desktop?: Desktop;
  /** Reads the screen for redaction; a reader that is handed in is closed with the agent. */
  readonly reader?: TextReader;
  /** DISPLAY to attach to, and what applications launched there inherit; a virtual desktop has its own. */
  readonly environment?: Environment;
}

export interface RunningAgent {
  readonly desktopId: string;
  readonly backend: string;
  /** `:0`; empty where the platform does not name displays. */
  readonly display: string;
}

/** A recording that was asked for at the desktop has begun by then, or does not (ms). */
const teachBeginsMs = 5_000;
/** How long applications on a virtual desktop may take to close themselves (ms). */
const applicationsGraceMs = 2000;

/** Chooses the parts and joins them. Resolves once the desktop is enrolled; it does not wait for a gateway that is away. */
export async function startAgent(
  config: AgentConfig,
  log: Logger,
  life: Lifecycle,
  parts: AgentParts = {},
): Promise<RunningAgent> {
  const events = agentEvents(log);
  const identity = await Identity.open(config.dataDir);
  const { desktop, display, environment } = await desktopFor(config, log, life, parts);
  stopWith(desktop.gone, life);

  const left = await desktop.releaseAll();
  if (left.length > 0) events.releasedAtStart(left.length);

  const { policy, deadlineMs } = config;
  const redaction = await redactionFor(config, log, life, parts);
  const accessibility = accessibilityFor(config, environment, life);
  const recorder = new Recorder({
    desktop,
    redaction,
    accessibility,
    pictures: pngPictures,
    clock: systemClock,
    events,
    spool: new FolderSpool(join(config.dataDir, 'recordings')),
    tell: (body) => link.tell(body),
  });
  await recorder.open();
  const performer = new Performer({
    desktop,
    pictures: pngPictures,
    clock: systemClock,
    events,
    policy,
    defaultDeadlineMs: deadlineMs,
    redaction,
    accessibility,
    isTaught: () => recorder.isTaught,
    onActing: () => hands.taskActs(),
  });
  life.own('performer', performer, (open) => open.close());
  const live = { desktop, redaction, accessibility, clock: systemClock, events, tell: (body: Body) => link.tell(body) };
  const hands = new RemoteHands({ ...live, policy, isTaskActing: () => performer.isActing });
  const streamer = new Streamer({
    ...live,
    encoder: turboEncoder(),
    unsentBytes: () => link.unsentBytes,
    hands: () => hands.state,
  });
  life.own('live picture', streamer, (open) => open.close());
  life.own('remote hands', hands, (open) => open.disconnected());

  const link = new GatewayLink({
    url: config.server.url,
    name: config.name,
    enrolCode: config.server.enrolCode?.reveal(),
    identity,
    orders: gatewayOrders({ performer, recorder, streamer, hands }),
    clock: systemClock,
    events,
    describe: async () => ({
      agentVersion: version,
      platform: process.platform,
      backend: desktop.backend,
      displays: await desktop.screen.displays(),
    }),
  });
  life.own('recorder', recorder, (open) => open.close());
  life.loop('recorder', (stopping) => recorder.loop(stopping));
  obeyThePerson(desktop, { performer, hands, link, yields: config.yieldToPerson }, life);
  life.own(
    'end of teaching',
    desktop.haltKey.onPressed(() => endTeaching(recorder, link)),
    (forget) => forget(),
  );
  if (config.teachKey && desktop.teachKey) {
    const say = (text: string) => showNotice(text, { ...environment, DISPLAY: display });
    const forget = desktop.teachKey.onPressed(() => void teachHere(recorder, link, say));
    life.own('teach key', forget, (stop) => stop());
  }
  await offerHealth(config, link, life);
  life.loop('gateway link', (stopping) => link.run(stopping));

  const desktopId = await Promise.race([link.enrolled, stopped(life)]);
  log.info({ desktopId, backend: desktop.backend, display }, 'agent is ready');
  return { desktopId, backend: desktop.backend, display };
}

/** Without it nothing leaves unread: an agent that is to redact and cannot read does not start. */
async function redactionFor(
  { redaction }: AgentConfig,
  log: Logger,
  life: Lifecycle,
  { reader }: AgentParts,
): Promise<Redaction | undefined> {
  if (!redaction.isOn) {
    log.warn('pictures leave this desktop unmasked: redaction is off');
    return undefined;
  }
  const open = reader ?? (await SightReader.open({ ...redaction.reading, log }));
  return life.own('redaction', new Redaction({ policy: redaction.policy, reader: open }), (it) => it.close());
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The applications of the desktop's own session are asked, where it has one. */
function accessibilityFor(config: AgentConfig, environment: Environment, life: Lifecycle): AtSpi | undefined {
  const session = environment.DBUS_SESSION_BUS_ADDRESS;
  if (!config.accessibility || !session) return undefined;
  return life.own('accessibility', new AtSpi(session), (open) => open.close());
}

interface OpenDesktop {
  readonly desktop: Desktop;
  readonly display: string;
  readonly environment: Environment;
}

async function desktopFor(
  config: AgentConfig,
  log: Logger,
  life: Lifecycle,
  { desktop, environment = {} }: AgentParts,
): Promise<OpenDesktop> {
  if (desktop) return { desktop, display: config.display ?? '', environment };
  const attachable = config.display ?? environment.DISPLAY ?? '';
  const { use, width, height } = config.virtual;
  const isVirtual = use === 'true' || (use === 'auto' && process.platform === 'linux' && attachable === '');
  if (!isVirtual) return openOwned(config, attachable, environment, log, life);

  const wanted = config.display === undefined ? {} : { display: config.display };
  // A home of its own: its browser and editors neither see nor change what is the person's.
  const home = join(config.dataDir, 'home');
  const virtual = await startVirtualDesktop({ width, height, log, home, ...wanted });
  life.own('virtual desktop', virtual, (open) => open.close());
  stopWith(virtual.gone, life);
  const opened = await openOwned(config, virtual.display, virtual.env, log, life);
  // Only here: on a person's own desktop what was opened stays open.
  life.own('applications', opened.desktop.applications, (open) => open.endAll(applicationsGraceMs));
  return opened;
}

async function openOwned(
  { backend, teachKey }: AgentConfig,
  display: string,
  environment: Environment,
  log: Logger,
  life: Lifecycle,
): Promise<OpenDesktop> {
  const desktop = await openDesktop({ backend, display, environment, log, teachKey });
  return { desktop: life.own('desktop', desktop, (open) => open.close()), display, environment };
}

interface Obeying {
  readonly performer: Performer;
  readonly hands: RemoteHands;
  readonly link: GatewayLink;
  readonly yields: boolean;
}

type Body = AgentMessage['body'];

/** The halt key and the person's own input stop the agent on the spot; the gateway is told afterwards. */
function obeyThePerson(
  { haltKey, personInput }: Desktop,
  { performer, hands, link, yields }: Obeying,
  life: Lifecycle,
): void {
  const tell = (released: string[] | undefined) => {
    if (released) link.tell({ $case: 'localHalt', value: { released } });
  };
  life.own(
    'halt key',
    haltKey.onPressed(() => {
      void hands.halted();
      void performer.halt('key').then(tell);
    }),
    (forget) => forget(),
  );
  if (!yields || !personInput) return;
  const forget = personInput.onInput(() => {
    hands.personActed();
    void performer.yieldToPerson().then(tell);
  });
  life.own('person input', forget, (stop) => stop());
}

/** Begins a recording, which the server has to keep, or ends the one there is. */
async function teachHere(recorder: Recorder, link: GatewayLink, say: (text: string) => void): Promise<void> {
  if (recorder.isRecording) {
    endTeaching(recorder, link);
    return say('The recording has ended. Name and check what was learned in the console, under Teach.');
  }
  link.tell({ $case: 'teachKey', value: {} });
  const until = systemClock.elapsed() + teachBeginsMs;
  while (!recorder.isRecording && systemClock.elapsed() < until) await systemClock.sleep(50);
  say(
    recorder.isRecording
      ? 'Recording what you do. Ctrl+Alt+R ends it.'
      : 'Nothing is recorded: the server does not allow it now.',
  );
}

/** The halt key also ends a recording; whoever watches it is told. */
function endTeaching(recorder: Recorder, link: GatewayLink): void {
  void recorder.endHere().then((ended) => {
    if (ended) link.tell({ $case: 'recordingEnded', value: ended });
  });
}

async function offerHealth({ health }: AgentConfig, link: GatewayLink, life: Lifecycle): Promise<void> {
  if (health.port === 0) return;
  const server = await serveHealth(health.bind, health.port, {
    missing: async () => (link.isConnected ? [] : ['gateway']),
    isStopping: () => life.stopping.aborted,
  });
  life.own('health', server, (open) => open.close());
}

/** The agent is of no use without its desktop: it stops, with the reason. */
function stopWith(gone: AbortSignal, life: Lifecycle): void {
  const stop = () => life.stop(gone.reason instanceof Error ? gone.reason : new Error('the display has gone'));
  if (gone.aborted) stop();
  gone.addEventListener('abort', stop, { once: true });
}

function stopped({ stopping }: Lifecycle): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(stopping.reason);
    if (stopping.aborted) fail();
    stopping.addEventListener('abort', fail, { once: true });
  });
}
