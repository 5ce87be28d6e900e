import { AssayError } from '@assay/contract/error'

/** A store that does not answer, or threads with too much to do, say nothing about the work that asked them. */
export const isAway = (error: unknown): boolean => error instanceof AssayError && error.code === 'unavailable'
