// The desktop's organs, for this service and for tools that act on a desktop themselves (`@karna/action-agent/desktop`).
import { DomainError } from '@karna/common/errors';
import { openMemoryDesktop } from './adapters/memory/open.ts';
import { type NutDesktopOptions, openNutDesktop } from './adapters/nut/open.ts';
import { openX11Desktop, type X11DesktopOptions } from './adapters/x11/open.ts';
import type { Backend, Desktop } from './ports.ts';

export { startVirtualDesktop, type VirtualDesktop, type VirtualDesktopOptions } from './adapters/virtual-desktop.ts';
export * from './ports.ts';
export type { NutDesktopOptions, X11DesktopOptions };
export { openMemoryDesktop, openNutDesktop, openX11Desktop };

export interface DesktopOptions extends X11DesktopOptions {
  /** `auto`: x11 where there is an X display, nut elsewhere. */
  readonly backend: Backend | 'auto';
}

export async function openDesktop({ backend, ...options }: DesktopOptions): Promise<Desktop> {
  switch (backend) {
    case 'auto':
      return process.platform === 'linux' ? openX11Desktop(options) : openNutDesktop(options);
    case 'x11':
      return openX11Desktop(options);
    case 'nut':
      return openNutDesktop(options);
    case 'memory':
      return openMemoryDesktop();
    default: {
      const nothing: never = backend;
      throw new DomainError('action.unsupported', 'there is no such back end', { cause: nothing });
    }
  }
}
