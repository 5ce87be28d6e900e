import { AssayError } from '@assay/contract/error'

/** Turns "address in use" into a sentence that names the variable to set; other errors stay as they are. */
export function portTaken(error: unknown, host: string, port: number, variable: string): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  if (!('code' in error && error.code === 'EADDRINUSE')) return error
  return new AssayError(
    'conflict',
    `Port ${port} on ${host} is taken. Stop what uses it, or set ${variable}.`,
  )
}
