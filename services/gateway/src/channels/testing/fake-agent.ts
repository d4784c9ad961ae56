import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { AgentMessage, type BatchResult, GatewayMessage } from '@karna/proto/gen/agent/v1/agent';
import { RawChannel, type RawOptions } from './raw-channel.ts';

/** An agent without a desktop: it proves who it is, keeps its orders, and answers when the test says so. */
export class FakeAgent {
  channel!: RawChannel<GatewayMessage, AgentMessage>;
  /** Who it is; two connections of one agent share them. */
  readonly keys: KeyPairKeyObjectResult;

  constructor(keys: KeyPairKeyObjectResult = generateKeyPairSync('ed25519')) {
    this.keys = keys;
  }

  get publicKey(): Uint8Array {
    return Buffer.from(this.keys.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  }

  async open(options: RawOptions): Promise<this> {
    this.channel = await RawChannel.open({ path: '/v1/agent', ...options }, GatewayMessage, AgentMessage);
    return this;
  }

  say(body: NonNullable<AgentMessage['body']>): void {
    this.channel.send({ body });
  }

  enrol(code: string, name = 'Lab'): void {
    this.say({ $case: 'enrol', value: { code, name, platform: 'linux', publicKey: this.publicKey } });
  }

  /** Hello, challenge, proof. */
  async greet(desktopId: string, prefix = 'karna-agent-v1'): Promise<void> {
    const hello = { desktopId, agentVersion: '0.1.0', platform: 'linux', backend: 'x11', displays: [] };
    this.say({ $case: 'hello', value: hello });
    const { nonce } = await this.#first('challenge');
    const signature = sign(null, Buffer.concat([Buffer.from(prefix), nonce]), this.keys.privateKey);
    this.say({ $case: 'proof', value: { signature } });
  }

  welcome = () => this.#first('welcome');
  enrolled = () => this.#first('enrolled');
  order = () => this.#first('perform');
  haltOrder = () => this.#first('halt');
  recordOrder = () => this.#first('record');
  actKept = () => this.#first('actKept');
  refused = async () => (await this.#first('refused')).code;
  heartbeat = () => this.#first('heartbeat');

  get orders(): string[] {
    return this.channel.got.flatMap(({ body }) => (body?.$case === 'perform' ? [body.value.id] : []));
  }

  perform(result: Partial<BatchResult> & { batchId: string }): void {
    const value = {
      performed: 1,
      fault: undefined,
      frames: [],
      stuck: [],
      restless: false,
      applicationMs: 0,
      firstChangeMs: 0,
      opened: [],
      answered: false,
      ...result,
    };
    this.say({ $case: 'result', value });
  }

  #first<K extends NonNullable<GatewayMessage['body']>['$case']>($case: K) {
    type Value = Extract<NonNullable<GatewayMessage['body']>, { $case: K }>['value'];
    return this.channel.first(({ body }) => (body?.$case === $case ? (body.value as Value) : undefined), `a ${$case}`);
  }
}
