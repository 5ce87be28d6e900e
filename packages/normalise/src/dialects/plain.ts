import type { Dialect } from './dialect.ts'

/** A span that has nothing to do with models: HTTP, databases, the rest of the application. */
export const plain: Dialect = {
  name: '',
  detect: () => true,
  map: () => {},
}
