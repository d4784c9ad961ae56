import { createClient, type MessageBus } from 'dbus-native';

/** A thing on the accessibility bus: whose, and which of theirs. */
export type Reference = readonly [owner: string, path: string];

/** Questions to applications, over the bus that they offer themselves on. */
export interface AccessibilityBus {
  /** Whether it is still connected. */
  readonly isOpen: boolean;
  ask<T>(
    whom: Reference,
    face: string,
    member: string,
    signal: AbortSignal,
    signature?: string,
    body?: unknown[],
  ): Promise<T>;
  close(): Promise<void>;
}

/** Starting the bus, where nobody has yet, takes the session bus so long at most (ms). */
const startMs = 5000;

/**
 * The accessibility bus of a session. Asking the session for it starts it where at-spi2-core is installed; rejects where
 * it is not.
 */
export async function openAccessibilityBus(sessionAddress: string): Promise<AccessibilityBus> {
  const session = quietClient(sessionAddress);
  try {
    const question = {
      destination: 'org.a11y.Bus',
      path: '/org/a11y/bus',
      interface: 'org.a11y.Bus',
      member: 'GetAddress',
    };
    const address = await session.invoke<string>(question, { timeout: startMs });
    return new Connection(quietClient(address));
  } finally {
    await session.close();
  }
}

class Connection implements AccessibilityBus {
  readonly #bus: MessageBus;
  #isOpen = true;

  constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.connection.on('close', () => {
      this.#isOpen = false;
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async ask<T>(
    [destination, path]: Reference,
    face: string,
    member: string,
    signal: AbortSignal,
    signature?: string,
    body?: unknown[],
  ): Promise<T> {
    const question = { destination, path, interface: face, member };
    return this.#bus.invoke<T>(signature && body ? { ...question, signature, body } : question, { signal });
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#bus.close();
  }
}

/** A connection that breaks fails what is asked of it; there is nothing else to do about it. */
function quietClient(busAddress: string): MessageBus {
  const client = createClient({ busAddress });
  client.connection.on('error', () => {});
  return client;
}
