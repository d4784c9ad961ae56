import { type KarnaClient, KarnaError } from '@karna/client';
import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import type { ServiceReported } from '@karna/proto/gen/service/v1/service';
import { Board } from './board.ts';

/** Reports of one service that are kept, about two seconds apart. */
const maxReports = 150;
const againMs = 2_000;

export interface ServiceStatus {
  /** The newest. */
  readonly report: ServiceReported;
  /** Those of the last minutes, oldest first, the newest too. */
  readonly reports: readonly ServiceReported[];
}

export interface Status {
  readonly services: ReadonlyMap<string, ServiceStatus>;
  readonly desktops: ReadonlyMap<string, DesktopReported>;
}

/** How services and desktops are, as they say it. */
export class StatusBoard extends Board<Status> {
  constructor() {
    super({ services: new Map(), desktops: new Map() });
  }

  async follow(client: KarnaClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const update of client.status({ signal })) {
          if (update.kind === 'service') this.takeService(update.report);
          else this.takeDesktop(update.report);
          this.ready();
        }
      } catch (error) {
        // A token that may only operate sees no status: its pages say so.
        if (signal.aborted || (error instanceof KarnaError && !error.retryable)) return;
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
  }

  takeService(report: ServiceReported): void {
    const { services, desktops } = this.get();
    const reports = [...(services.get(report.instance)?.reports ?? []), report].slice(-maxReports);
    this.put({ services: new Map(services).set(report.instance, { report, reports }), desktops });
  }

  takeDesktop(report: DesktopReported): void {
    const { services, desktops } = this.get();
    this.put({ services, desktops: new Map(desktops).set(report.desktopId, report) });
  }
}
