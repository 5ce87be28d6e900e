import { AssayError } from '@assay/contract/error'

/**
 * What `work` resolves to, or its error; what it does after the time limit goes unheard. BullMQ waits without a limit for a store that is
 * away.
 *
 * @throws AssayError `unavailable` after `ms` milliseconds.
 */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AssayError('unavailable', `${what} did not answer within ${ms / 1000} s`))
    }, ms)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
