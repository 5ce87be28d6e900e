import { z } from '@hono/zod-openapi'
import { Id } from '@assay/contract/api/text'
import { SpanId, TraceId } from '@assay/contract/api/trace'

export const InProject = z.object({ projectId: Id })
export const InOrganisation = z.object({ organisationId: Id })
export const OneMember = InOrganisation.extend({ userId: Id })
export const OneKey = InProject.extend({ keyId: Id })
export const OneRule = InProject.extend({ ruleId: Id })
export const OneBackfill = InProject.extend({ backfillId: Id })
export const OneJudge = InProject.extend({ judgeId: Id })
export const OneEvaluator = InProject.extend({ name: z.string().min(1).max(100) })
export const OneDrift = InProject.extend({ findingId: Id })
export const OneTrace = InProject.extend({ traceId: TraceId })
export const OneSpan = OneTrace.extend({ spanId: SpanId })
export const OneSession = InProject.extend({ sessionId: z.string().min(1).max(1000) })
export const OneMetric = InProject.extend({ name: z.string().min(1).max(500) })
