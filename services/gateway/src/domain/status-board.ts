import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { type ServiceReported, ServiceState } from '@karna/proto/gen/service/v1/service';

/** Whoever reports does so every 4 s or oftener; unheard for so long (ms) it counts as gone. */
export const unheardMs = 10_000;
/** A service that is gone stays on the board for so long (ms), so that its end is seen. */
const forgottenMs = 60_000;

interface Heard<R> {
  report: R;
  at: number;
}

export type Change =
  | { readonly kind: 'service'; readonly report: ServiceReported }
  | { readonly kind: 'desktop'; readonly report: DesktopReported };

/** What services and desktops said last, and which of them have fallen silent. */
export class StatusBoard {
  readonly #elapsed: () => number;
  readonly #startedAt: number;
  readonly #services = new Map<string, Heard<ServiceReported>>();
  readonly #desktops = new Map<string, Heard<DesktopReported>>();

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
    this.#startedAt = elapsed();
  }

  hearService(report: ServiceReported): Change {
    this.#services.set(report.instance, { report, at: this.#elapsed() });
    return { kind: 'service', report };
  }

  /** Undefined for an older report that arrived late, and for a gateway that lost the desktop after another one got it. */
  hearDesktop(report: DesktopReported): Change | undefined {
    const known = this.#desktops.get(report.desktopId)?.report;
    if (known && (isOlder(report, known) || isForeignGoodbye(report, known))) return undefined;
    this.#desktops.set(report.desktopId, { report, at: this.#elapsed() });
    return { kind: 'desktop', report };
  }

  /** Marks what has fallen silent, forgets what has long been; answers what changed by it. */
  sweep(): Change[] {
    return [...this.#sweepServices(), ...this.#sweepDesktops()];
  }

  forgetDesktop(desktopId: string): void {
    this.#desktops.delete(desktopId);
  }

  get services(): ServiceReported[] {
    return [...this.#services.values()].map(({ report }) => report);
  }

  get desktops(): DesktopReported[] {
    return [...this.#desktops.values()].map(({ report }) => report);
  }

  desktop(desktopId: string): DesktopReported | undefined {
    return this.#desktops.get(desktopId)?.report;
  }

  /** `unknown` only in the first seconds, before every gateway had time to say what it holds. */
  presence(desktopId: string): 'online' | 'offline' | 'unknown' {
    const heard = this.#desktops.get(desktopId);
    const now = this.#elapsed();
    if (heard) return heard.report.online && now - heard.at < unheardMs ? 'online' : 'offline';
    return now - this.#startedAt < unheardMs ? 'unknown' : 'offline';
  }

  *#sweepServices(): Generator<Change> {
    const now = this.#elapsed();
    for (const [instance, heard] of this.#services) {
      if (now - heard.at >= forgottenMs) this.#services.delete(instance);
      else if (now - heard.at >= unheardMs && heard.report.state !== ServiceState.SERVICE_STATE_UNSPECIFIED) {
        heard.report = { ...heard.report, state: ServiceState.SERVICE_STATE_UNSPECIFIED };
        yield { kind: 'service', report: heard.report };
      }
    }
  }

  *#sweepDesktops(): Generator<Change> {
    const now = this.#elapsed();
    for (const heard of this.#desktops.values()) {
      if (!heard.report.online || now - heard.at < unheardMs) continue;
      heard.report = { ...heard.report, online: false };
      yield { kind: 'desktop', report: heard.report };
    }
  }
}

const isOlder = (report: DesktopReported, known: DesktopReported): boolean =>
  report.gatewayInstance === known.gatewayInstance && (report.at?.getTime() ?? 0) < (known.at?.getTime() ?? 0);

const isForeignGoodbye = (report: DesktopReported, known: DesktopReported): boolean =>
  !report.online && known.online && report.gatewayInstance !== known.gatewayInstance;
