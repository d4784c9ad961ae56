import { randomBytes } from 'node:crypto';
import { DomainError, hasCode } from '@karna/common/errors';
import type { AgentMessage, Enrol, GatewayMessage, Hello } from '@karna/proto/gen/agent/v1/agent';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import { isProof, publicKeyBytes } from '../domain/agent-proof.ts';
import type { Failures } from '../domain/failures.ts';
import type { GatewayEvents } from '../events.ts';
import type { Desktops } from '../ports.ts';

const platforms = ['linux', 'win32', 'darwin'];
/** Longest name or code (characters). */
const maxNameLength = 100;
const nonceBytes = 32;

export interface HandshakeOptions {
  readonly desktops: Desktops;
  /** Wrong enrolment codes and wrong keys. */
  readonly failures: Failures;
  readonly events: GatewayEvents;
  readonly address: string;
  readonly send: (message: GatewayMessage) => void;
}

export interface Known {
  readonly desktop: Desktop;
  readonly hello: Hello;
}

/** Finds out which desktop an agent belongs to: enrol once, else hello, challenge, proof. */
export class AgentHandshake {
  readonly #options: HandshakeOptions;
  #challenged: (Known & { readonly nonce: Uint8Array }) | undefined;

  constructor(options: HandshakeOptions) {
    this.#options = options;
  }

  /** The desktop, once the agent has proved that it is its own. */
  async take({ body }: AgentMessage): Promise<Known | undefined> {
    if (body?.$case === 'enrol') return this.#enrol(body.value);
    if (body?.$case === 'hello') return this.#hello(body.value);
    if (body?.$case === 'proof') return this.#prove(body.value.signature);
    throw new DomainError('input.invalid', 'an agent begins with enrol or hello, and answers the challenge with proof');
  }

  async #enrol(enrol: Enrol): Promise<undefined> {
    const { desktops, failures, address, events, send } = this.#options;
    requireValid(enrol);
    this.#requireMayTry();
    try {
      const { id } = await desktops.enrol(enrol);
      events.desktopEnrolled(id);
      send({ body: { $case: 'enrolled', value: { desktopId: id } } });
    } catch (error) {
      if (hasCode(error, 'enrolment.invalid')) failures.note(address);
      throw error;
    }
  }

  async #hello(hello: Hello): Promise<undefined> {
    this.#requireMayTry();
    const desktop = await this.#options.desktops.get(hello.desktopId).catch((error: unknown) => {
      if (hasCode(error, 'desktop.not_found')) this.#options.failures.note(this.#options.address);
      throw error;
    });
    const nonce = randomBytes(nonceBytes);
    this.#challenged = { desktop, hello, nonce };
    this.#options.send({ body: { $case: 'challenge', value: { nonce } } });
  }

  #prove(signature: Uint8Array): Known {
    const challenged = this.#challenged;
    this.#challenged = undefined; // one try per nonce
    if (!challenged) throw new DomainError('input.invalid', 'a proof answers a challenge; say hello first');
    if (!isProof(challenged.desktop.publicKey, challenged.nonce, signature)) throw this.#wrongKey();
    return challenged;
  }

  #requireMayTry(): void {
    if (this.#options.failures.mayTry(this.#options.address)) return;
    throw new DomainError('rate.limited', 'too many failed tries; wait a minute');
  }

  #wrongKey(): DomainError {
    this.#options.failures.note(this.#options.address);
    return new DomainError('auth.invalid', 'this is not the key that the desktop was enrolled with');
  }
}

function requireValid({ code, name, platform, publicKey }: Enrol): void {
  const wrong = (what: string) => new DomainError('input.invalid', what);
  if (code === '' || code.length > maxNameLength) throw wrong('the enrolment code is missing');
  if (name.trim() === '' || name.length > maxNameLength)
    throw wrong(`a desktop needs a name of at most ${maxNameLength} characters`);
  if (!platforms.includes(platform)) throw wrong(`a platform is one of ${platforms.join(', ')}`);
  if (publicKey.byteLength !== publicKeyBytes) throw wrong(`a public key has ${publicKeyBytes} bytes (raw Ed25519)`);
}
