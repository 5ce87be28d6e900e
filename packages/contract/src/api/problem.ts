import { z } from 'zod'
import { ERROR_CODES } from '../error.ts'

/** RFC 9457 problem details, the form of every error of the API (`application/problem+json`). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** What happened and what to do. */
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  /** Also in the header `x-request-id`. */
  requestId: z.string(),
  /** Per field what is wrong with the input. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
