import { Health, PriceAnswer, Readiness } from '@assay/contract/api/health'
import { endpoint } from '../endpoint.ts'
import type { createReadiness } from '../ready/create-readiness.ts'

/** `ready` runs the checks of the process. */
export const statusRoutes = (ready: ReturnType<typeof createReadiness>) => [
  endpoint({
    method: 'get',
    path: '/health',
    tag: 'Status',
    summary: 'Is the process alive?',
    access: 'public',
    answer: Health,
    answerName: 'Health',
    handle: async ({ deps }) => ({ status: 'ok' as const, version: deps.version }),
  }),
  endpoint({
    method: 'get',
    path: '/ready',
    tag: 'Status',
    summary: 'Do all parts answer? 503 when one does not',
    access: 'public',
    answer: Readiness,
    answerName: 'Readiness',
    async handle() {
      const readiness = await ready()
      if (readiness.status === 'ready') return readiness
      return Response.json(readiness, { status: 503, headers: { 'retry-after': '5' } })
    },
  }),
  endpoint({
    method: 'get',
    path: '/prices',
    tag: 'Status',
    summary: 'The price table in use',
    access: 'authenticated',
    answer: PriceAnswer,
    answerName: 'PriceAnswer',
    handle: async ({ deps }) => deps.prices(),
  }),
]
