import { z } from '@hono/zod-openapi'
import type { Change } from '@assay/store/postgres/change'
import type { Access, Caller, Grant } from './access/caller.ts'
import type { ApiDeps } from './deps.ts'

export const NoParams = z.object({})

/** What a handler gets: its validated input, who asks, and what the process lends. */
export interface HandlerInput<P, Q, B> {
  params: P
  query: Q
  body: B
  deps: ApiDeps
  caller: Caller
  grant: Grant
  request: Request
  /** The change that this request makes, for the verbs of the store. */
  change: () => Change
}

export interface EndpointShape<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** Below /api/v1, with parameters in braces. */
  path: string
  tag: string
  summary: string
  description?: string
  access: Access
  params?: P
  query?: Q
  body?: B
  /** Schema of the answer; without one the answer is 204, or what the handler makes of `mediaType`. */
  answer?: A
  /** Name of the answer among the schemas of the document. */
  answerName?: string
  status?: 200 | 201
  /** Media type of answers that are not JSON; the handler then returns a Response. */
  mediaType?: string
  handle(input: HandlerInput<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.output<A> | Response>
}

/** A route as the registry holds it: the schemas say what its handler gets, so the types can be forgotten. */
export interface Endpoint extends Omit<EndpointShape, 'handle'> {
  handle(input: HandlerInput<unknown, unknown, unknown>): Promise<unknown>
}

/**
 * Defines one route: what it demands, takes, does and answers. A parameter that its query does not know is refused, for a
 * misspelt filter must not look applied, and so is a range that ends before it begins, for nothing is in it.
 */
export function endpoint<
  P extends z.ZodObject = typeof NoParams,
  Q extends z.ZodObject = typeof NoParams,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodVoid,
>(shape: EndpointShape<P, Q, B, A>): Endpoint {
  return shape.query ? { ...shape, query: shape.query.strict().refine(isForward, BACKWARD) } : shape
}

const BACKWARD = { path: ['to'], message: 'the range ends before it begins: swap from and to' }

function isForward({ from, to }: Record<string, unknown>): boolean {
  if (typeof from !== 'string' || typeof to !== 'string') return true
  return !(Date.parse(from) > Date.parse(to))
}
