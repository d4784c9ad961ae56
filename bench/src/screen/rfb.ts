// Just enough of RFB 3.8 (RFC 6143) to time a VNC server: updates are read to their end, their pixels are not decoded.
import { connect, type Socket } from 'node:net';
import type { Box } from './viewers.ts';

const encodings = { raw: 0, copyRect: 1, zrle: 16, tight: 7 };
/** JPEG quality 8 of 9, compression 2: what TigerVNC's viewer asks for on a fast network. */
const wishes = [-32 + 8, -256 + 2];

export class RfbClient {
  bytes = 0;
  updates = 0;
  width = 0;
  height = 0;
  readonly #socket: Socket;
  readonly #onUpdate: (boxes: readonly Box[]) => void;
  #have: Buffer = Buffer.alloc(0);
  #wanted = 0;
  #wake: () => void = () => {};

  private constructor(socket: Socket, onUpdate: (boxes: readonly Box[]) => void) {
    this.#socket = socket;
    this.#onUpdate = onUpdate;
    socket.setNoDelay(true);
    socket.on('error', () => {}); // its close ends the reading
    socket.on('data', (data) => {
      this.bytes += data.length;
      this.#have = this.#have.length > 0 ? Buffer.concat([this.#have, data]) : data;
      if (this.#have.length >= this.#wanted) this.#wake();
    });
  }

  static async open(port: number, onUpdate: (boxes: readonly Box[]) => void): Promise<RfbClient> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const client = new RfbClient(socket, onUpdate);
    await client.#greet();
    client.#follow().catch((error: unknown) => {
      if (!socket.destroyed) throw error;
    });
    return client;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #greet(): Promise<void> {
    await this.#get(12);
    this.#socket.write('RFB 003.008\n');
    const kinds = (await this.#get(1))[0] ?? 0;
    await this.#get(kinds);
    this.#socket.write(Buffer.from([1])); // no password
    await this.#get(4);
    this.#socket.write(Buffer.from([1])); // shared
    const init = await this.#get(24);
    this.width = init.readUInt16BE(0);
    this.height = init.readUInt16BE(2);
    await this.#get(init.readUInt32BE(20));
    this.#socket.write(Buffer.from([0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]));
    const asked = [encodings.tight, encodings.zrle, encodings.copyRect, encodings.raw, ...wishes];
    const message = Buffer.alloc(4 + 4 * asked.length);
    message[0] = 2;
    message.writeUInt16BE(asked.length, 2);
    for (const [index, encoding] of asked.entries()) message.writeInt32BE(encoding, 4 + 4 * index);
    this.#socket.write(message);
    this.#request(false);
  }

  async #follow(): Promise<never> {
    for (;;) {
      const kind = (await this.#get(1))[0];
      if (kind === 0) await this.#update();
      else if (kind === 1) await this.#get(6 * (await this.#get(5)).readUInt16BE(3));
      else if (kind === 3) await this.#get((await this.#get(7)).readUInt32BE(3));
      else if (kind !== 2) throw new Error(`RFB message ${kind}`);
    }
  }

  async #update(): Promise<void> {
    const count = (await this.#get(3)).readUInt16BE(1);
    const boxes: Box[] = [];
    for (let n = 0; n < count; n++) {
      const head = await this.#get(12);
      const box = {
        x: head.readUInt16BE(0),
        y: head.readUInt16BE(2),
        width: head.readUInt16BE(4),
        height: head.readUInt16BE(6),
      };
      await this.#pixels(box, head.readInt32BE(8));
      boxes.push(box);
    }
    this.updates += 1;
    this.#request(true);
    this.#onUpdate(boxes);
  }

  async #pixels({ width, height }: Box, encoding: number): Promise<void> {
    if (encoding === encodings.raw) await this.#get(width * height * 4);
    else if (encoding === encodings.copyRect) await this.#get(4);
    else if (encoding === encodings.zrle) await this.#get((await this.#get(4)).readUInt32BE(0));
    else if (encoding === encodings.tight) await this.#tight(width, height);
    else throw new Error(`RFB encoding ${encoding}`);
  }

  async #tight(width: number, height: number): Promise<void> {
    const control = ((await this.#get(1))[0] ?? 0) >> 4;
    if (control === 8) await this.#get(3);
    else if (control === 9) await this.#get(await this.#compactLength());
    else {
      const filter = (control & 4) === 0 ? 0 : (await this.#get(1))[0];
      let size = width * height * 3;
      if (filter === 1) {
        const colours = ((await this.#get(1))[0] ?? 0) + 1;
        await this.#get(colours * 3);
        size = colours === 2 ? Math.ceil(width / 8) * height : width * height;
      }
      await this.#get(size < 12 ? size : await this.#compactLength());
    }
  }

  async #compactLength(): Promise<number> {
    let length = 0;
    for (let shift = 0; shift <= 14; shift += 7) {
      const byte = (await this.#get(1))[0] ?? 0;
      length |= (shift === 14 ? byte : byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    return length;
  }

  #request(incremental: boolean): void {
    const message = Buffer.alloc(10);
    message[0] = 3;
    message[1] = incremental ? 1 : 0;
    message.writeUInt16BE(this.width, 6);
    message.writeUInt16BE(this.height, 8);
    this.#socket.write(message);
  }

  async #get(count: number): Promise<Buffer> {
    if (this.#have.length < count) {
      this.#wanted = count;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#have.subarray(0, count);
    this.#have = this.#have.subarray(count);
    return taken;
  }
}
