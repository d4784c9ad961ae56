import type { KarnaClient } from '@karna/client';

/** Pictures that are kept ready to be shown; beyond that the one that was used longest ago goes. */
const maxPictures = 40;

/** Pictures by their hash, each fetched once, as addresses that an <img> can show. */
export class Pictures {
  readonly #client: KarnaClient;
  readonly #kept = new Map<string, Promise<string>>();

  constructor(client: KarnaClient) {
    this.#client = client;
  }

  address(sha256: string): Promise<string> {
    const kept = this.#kept.get(sha256);
    this.#kept.delete(sha256); // and to the end of the line
    const address = kept ?? this.#fetch(sha256);
    this.#kept.set(sha256, address);
    address.catch(() => this.#kept.delete(sha256));
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= maxPictures) break;
      this.#drop(oldest);
    }
    return address;
  }

  close(): void {
    for (const sha256 of [...this.#kept.keys()]) this.#drop(sha256);
  }

  #drop(sha256: string): void {
    void this.#kept.get(sha256)?.then(URL.revokeObjectURL, () => {});
    this.#kept.delete(sha256);
  }

  async #fetch(sha256: string): Promise<string> {
    const { data, mediaType } = await this.#client.blob(sha256);
    return URL.createObjectURL(new Blob([data], { type: mediaType }));
  }
}
