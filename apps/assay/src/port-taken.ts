import { AssayError } from '@assay/contract/error'

/** Turns a listener's error into a sentence that names the variable to set; other errors stay as they are. */
export function portTaken(error: unknown, host: string, port: number, variable: string): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EINVAL') {
    return new AssayError(
      'invalid',
      `${host} is no address of this machine. Set ASSAY_HOST to one, such as 127.0.0.1.`,
    )
  }
  if (code === 'EACCES') {
    return new AssayError(
      'invalid',
      `Port ${port} on ${host} is not allowed here. Set ${variable} to one above 1023.`,
    )
  }
  if (code !== 'EADDRINUSE') return error
  return new AssayError(
    'conflict',
    `Port ${port} on ${host} is taken. Stop what uses it, or set ${variable}.`,
  )
}
