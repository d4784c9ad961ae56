import { eventMask, type XConnection } from './connection.ts';
import { EventQueue } from './event-queue.ts';

/** Asks the window manager something harmless, to learn when it has dealt with everything that came before. */
export class WindowManager {
  readonly #connection: XConnection;
  readonly #window: number;

  constructor(connection: XConnection) {
    this.#connection = connection;
    this.#window = connection.newId();
    connection.tell((client) =>
      client.CreateWindow(this.#window, connection.root, -10, -10, 1, 1, 0, 0, 0, 0, {
        eventMask: eventMask.PropertyChange,
      }),
    );
  }

  /**
   * Returns when it has caught up, after `limitMs`, or at once where there is none that answers. At each change of the
   * keymap openbox opens its input method anew, which takes some 100 ms (it parses the Compose file) in which it
   * passes on no click and raises no window.
   */
  async caughtUp(limitMs: number): Promise<void> {
    const { root } = this.#connection;
    const [request, extents, supported] = await Promise.all([
      this.#connection.atom('_NET_REQUEST_FRAME_EXTENTS'),
      this.#connection.atom('_NET_FRAME_EXTENTS'),
      this.#connection.numbers(root, '_NET_SUPPORTED'),
    ]);
    if (!supported.includes(request)) return;
    using answers = new EventQueue(
      this.#connection,
      ({ name, wid, atom }) => name === 'PropertyNotify' && wid === this.#window && atom === extents,
    );
    this.#connection.tell((client) => client.SendClientMessage(root, this.#window, request, 32, []));
    await answers.next(limitMs);
  }
}
