import type { Caller } from './access/caller.ts'

export const API_PREFIX = '/api/v1'

/** What each request of the API carries along. */
export interface ApiEnv {
  Variables: { requestId: string; caller: Caller }
}
