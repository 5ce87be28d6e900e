/** Buffers that rows are written into, used again and again: each new one costs the kernel its pages and the collector a mark. */
export interface BufferPool {
  /** A buffer of at least so many bytes, with whatever its last user left in it. */
  take(bytes: number): Buffer<ArrayBuffer>
  /** Takes back a buffer, whole or a part of it, that nobody reads any more. */
  give(buffer: Buffer): void
}

const SMALLEST = 64 * 1024
const LARGEST = 32 * 1024 ** 2

/**
 * A pool that keeps at most `maxBytes` of free buffers, in sizes of powers of two from 64 KiB to 32 MiB; smaller ones
 * are not worth keeping, larger ones too much.
 */
export function createBufferPool(maxBytes: number): BufferPool {
  const free = new Map<number, Buffer<ArrayBuffer>[]>()
  let freeBytes = 0
  return {
    take(bytes) {
      if (bytes < SMALLEST || bytes > LARGEST) return Buffer.allocUnsafeSlow(bytes)
      const size = 2 ** Math.ceil(Math.log2(bytes))
      const found = free.get(size)?.pop()
      if (found === undefined) return Buffer.allocUnsafeSlow(size)
      freeBytes -= size
      return found
    },
    give(buffer) {
      const size = buffer.buffer.byteLength
      const isOurs = size >= SMALLEST && size <= LARGEST && Number.isInteger(Math.log2(size))
      if (!isOurs || freeBytes + size > maxBytes || !(buffer.buffer instanceof ArrayBuffer)) return
      const same = free.get(size) ?? []
      free.set(size, same)
      same.push(Buffer.from(buffer.buffer))
      freeBytes += size
    },
  }
}

/** Gives buffers away and takes none back. */
export const NO_POOL: BufferPool = {
  take: (bytes) => Buffer.allocUnsafeSlow(bytes),
  give: () => undefined,
}
