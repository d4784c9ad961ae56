import type { Bus, Subscription } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type { ScreenAnswer, ScreenOrder, ScreenShown, ShownTo } from '@karna/proto/gen/agent/v1/agent';
import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { freshId } from '@karna/proto/ids';
import { facts, orders } from '@karna/proto/subjects';
import type { StatusFeed } from './status-feed.ts';

/** The agent lets go of a viewer that is not named again within 15 s. */
const renewMs = 5_000;
/** What an agent may take to answer (ms). */
const answerMs = 10_000;

type Order = NonNullable<ScreenOrder['body']>;
type Shown = NonNullable<ScreenShown['body']>;

/** One who watches, as the feed sees them. */
export interface Watching {
  readonly viewer: string;
  readonly desktopId: string;
  /** In order; an update has its number already. */
  show(body: Shown): void;
  /** The desktop came or went. */
  presence(online: boolean): void;
}

interface Watched {
  readonly viewers: Map<string, Viewer>;
  readonly subscription: Promise<Subscription>;
  readonly timer: NodeJS.Timeout;
  holder: string | undefined;
}

interface Viewer {
  readonly watching: Watching;
  /** The update that comes next, when none is lost; at most 1 while a whole picture is waited for. */
  next: number;
}

/** The live pictures that clients of this gateway watch, from whichever gateway holds the agent. */
export class ScreenFeed {
  readonly #bus: Bus;
  readonly #status: StatusFeed;
  readonly #desktops = new Map<string, Watched>();

  constructor(bus: Bus, status: StatusFeed) {
    this.#bus = bus;
    this.#status = status;
    status.listen((change) => {
      if (change.kind === 'desktop') this.#onReport(change.report);
    });
  }

  /** A whole picture comes first. The result ends it. */
  async watch(watching: Watching): Promise<() => void> {
    const { desktopId, viewer } = watching;
    const watched = this.#desktops.get(desktopId) ?? this.#begin(desktopId);
    watched.viewers.set(viewer, { watching, next: 1 });
    const leave = () => this.#leave(watching);
    try {
      await watched.subscription;
    } catch (error) {
      leave();
      throw error;
    }
    const report = this.#status.board.desktop(desktopId);
    watching.presence(report?.online ?? false);
    this.#afresh(watching);
    return leave;
  }

  /** Resolves when it is on its way, or, with an id, when it was answered. */
  async order(desktopId: string, viewer: string, body: Order, isAnswered: boolean): Promise<ScreenAnswer> {
    const id = isAnswered ? freshId<string>('screen') : '';
    const noOne = () => new DomainError('desktop.offline', 'the desktop is offline: start its agent and try again');
    return this.#bus.request(orders.watchScreen, { desktopId }, { viewer, id, body }, { timeoutMs: answerMs, noOne });
  }

  #begin(desktopId: string): Watched {
    const viewers = new Map<string, Viewer>();
    const hear = (shown: ScreenShown) => this.#hear(viewers, shown);
    const watched: Watched = {
      viewers,
      subscription: this.#bus.subscribe(facts.screenShown, hear, { desktopId }),
      timer: setInterval(() => this.#renew(viewers), renewMs),
      holder: this.#status.board.desktop(desktopId)?.gatewayInstance,
    };
    this.#desktops.set(desktopId, watched);
    return watched;
  }

  #leave({ desktopId, viewer }: Watching): void {
    const watched = this.#desktops.get(desktopId);
    if (!watched?.viewers.delete(viewer)) return;
    this.#tell(desktopId, viewer, { $case: 'leave', value: {} });
    if (watched.viewers.size > 0) return;
    this.#desktops.delete(desktopId);
    clearInterval(watched.timer);
    void watched.subscription.then((open) => open.close()).catch(() => {}); // it never opened: nothing to close
  }

  #hear(viewers: ReadonlyMap<string, Viewer>, { viewers: to, body }: ScreenShown): void {
    if (!body) return;
    if (to.length === 0) for (const { watching } of viewers.values()) watching.show(body);
    for (const shown of to) {
      const viewer = viewers.get(shown.viewer);
      if (viewer) this.#showTo(viewer, shown, body);
    }
  }

  #showTo(viewer: Viewer, { number, exact }: ShownTo, body: Shown): void {
    if (body.$case !== 'update') {
      viewer.watching.show(body);
      return;
    }
    if (number === 1) viewer.next = 1;
    if (number !== viewer.next) {
      // Something was lost on the way: what follows would be put on a picture that is not there.
      if (viewer.next > 1) this.#afresh(viewer.watching);
      viewer.next = 0;
      return;
    }
    viewer.next += 1;
    viewer.watching.show({ $case: 'update', value: { ...body.value, number, exact } });
  }

  #onReport({ desktopId, online, gatewayInstance }: DesktopReported): void {
    const watched = this.#desktops.get(desktopId);
    const holder = online ? gatewayInstance : undefined;
    if (!watched || watched.holder === holder) return;
    watched.holder = holder;
    for (const { watching } of watched.viewers.values()) {
      watching.presence(online);
      if (online) this.#afresh(watching);
    }
  }

  #afresh({ desktopId, viewer }: Watching): void {
    this.#tell(desktopId, viewer, { $case: 'watch', value: { fresh: true } });
  }

  /** Whoever still waits for a whole picture asks for it again: it, or the asking, may have been lost. */
  #renew(viewers: ReadonlyMap<string, Viewer>): void {
    for (const { watching, next } of viewers.values()) {
      this.#tell(watching.desktopId, watching.viewer, { $case: 'watch', value: { fresh: next <= 1 } });
    }
  }

  /** An agent that is away hears of it when it comes back. */
  #tell(desktopId: string, viewer: string, body: Order): void {
    void this.order(desktopId, viewer, body, false).catch(() => undefined);
  }
}
