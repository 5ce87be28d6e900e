import type { FileHandle } from 'node:fs/promises'

/** Writes all buffers from `position` on; one writev may take fewer bytes than it was given. Returns the bytes written. */
export async function writeAll(handle: FileHandle, buffers: Buffer[], position: number): Promise<number> {
  let rest = buffers
  let at = position
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, at)
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes')
    at += bytesWritten
    rest = dropBytes(rest, bytesWritten)
  }
  return at - position
}

function dropBytes(buffers: Buffer[], count: number): Buffer[] {
  let left = count
  let index = 0
  while (index < buffers.length && left >= buffers[index]!.length) left -= buffers[index++]!.length
  if (index === buffers.length) return []
  return left === 0 ? buffers.slice(index) : [buffers[index]!.subarray(left), ...buffers.slice(index + 1)]
}
