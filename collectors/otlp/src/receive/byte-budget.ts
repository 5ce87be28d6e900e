import { AssayError } from '@assay/contract/error'

/** Bounds the bytes of all requests that are in memory at once, so that many senders cannot exhaust it together. */
export class ByteBudget {
  readonly limitBytes: number
  #used = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  get usedBytes(): number {
    return this.#used
  }

  /** A request's own share; `release` gives back all it took. */
  open(): { take(bytes: number): void; release(): void } {
    let own = 0
    return {
      /** @throws AssayError `unavailable` when the bytes do not fit. */
      take: (bytes) => {
        if (this.#used + bytes > this.limitBytes) {
          throw new AssayError('unavailable', 'too many bytes are being received at once; try again', {
            retryAfterSeconds: 1,
          })
        }
        this.#used += bytes
        own += bytes
      },
      release: () => {
        this.#used -= own
        own = 0
      },
    }
  }
}
