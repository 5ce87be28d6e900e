import { z } from '@hono/zod-openapi'
import { SpanId, TraceId } from '@assay/contract/api/trace'

const id = z.string().min(1).max(100)

export const InProject = z.object({ projectId: id })
export const InOrganisation = z.object({ organisationId: id })
export const OneMember = InOrganisation.extend({ userId: id })
export const OneKey = InProject.extend({ keyId: id })
export const OneTrace = InProject.extend({ traceId: TraceId })
export const OneSpan = OneTrace.extend({ spanId: SpanId })
export const OneSession = InProject.extend({ sessionId: z.string().min(1).max(500) })
export const OneMetric = InProject.extend({ name: z.string().min(1).max(500) })
