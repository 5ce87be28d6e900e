import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { ScoreSlices } from '@assay/contract/score-row'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import { sessionToSample, spanToSample, traceToSample } from '@assay/normalise/sample/to-sample'
import { byStart } from '@assay/normalise/sample/trace-span'
import type { FilterFields } from '../matches-filter.ts'
import type { ReadSpan, ReadTraces } from './read-traces.ts'
import type { ScoreTask } from './score-task.ts'

/** A target as evaluators, filters and rows of scores need it. */
export interface ReadTarget {
  sample: SampleParts
  /** What filters look at: of the span, or of all spans of the trace or session. */
  fields: FilterFields[]
  slices: ScoreSlices
  startNs: bigint
  sessionId: string
}

/** Reads a target; null where nothing of it is stored (any more), or it is Assay's own. */
export function readTarget(
  target: ScoringTarget,
  traces: ReadTraces,
  task: Pick<ScoreTask, 'traceStartNs' | 'sessions'>,
): ReadTarget | null {
  if (target.target === 'session') return readSession(target.sessionId, traces, task)
  const trace = traces(target.traceId)
  if (trace === undefined) return null
  if (target.target === 'trace') {
    const startNs = task.traceStartNs.get(target.traceId)
    const sample = traceToSample(trace.spans)
    return sample === null || startNs === undefined ? null : { sample, startNs, ...about(trace.spans) }
  }
  const span = trace.spans.find(({ spanId }) => spanId === target.spanId)
  if (span === undefined) return null
  return { sample: spanToSample(span, trace.sources), startNs: span.startNs, ...about([span]) }
}

function readSession(
  sessionId: string,
  traces: ReadTraces,
  { sessions }: Pick<ScoreTask, 'sessions'>,
): ReadTarget | null {
  const session = sessions.get(sessionId)
  if (session === undefined) return null
  const spans = session.traceIds.map((traceId) => traces(traceId)?.spans ?? [])
  const sample = sessionToSample(spans.flatMap((trace) => traceToSample(trace) ?? []))
  return sample === null ? null : { sample, startNs: session.startNs, ...about(spans.flat()), sessionId }
}

function about(spans: readonly ReadSpan[]): Pick<ReadTarget, 'fields' | 'slices' | 'sessionId'> {
  const inOrder = [...spans].sort(byStart).map(({ span }) => span)
  const first = <K extends keyof CanonicalSpan>(key: K) => inOrder.find((span) => span[key])?.[key]
  return {
    fields: spans.map(fieldsOf),
    slices: {
      model: first('model') ?? '',
      service: first('service') ?? '',
      environment: first('environment') ?? '',
      promptName: first('promptName') ?? '',
      promptVersion: first('promptVersion') ?? '',
      userId: first('userId') ?? '',
      tags: [...new Set(inOrder.flatMap((span) => span.tags))],
    },
    sessionId: first('sessionId') ?? '',
  }
}

function fieldsOf({ name, span }: ReadSpan): FilterFields {
  return {
    name,
    kind: span.kind,
    model: span.model ?? '',
    provider: span.provider ?? '',
    service: span.service ?? '',
    environment: span.environment ?? '',
    user: span.userId ?? '',
    session: span.sessionId ?? '',
    tags: span.tags,
    tools: span.toolNames,
    prompt: span.promptName ?? '',
    errorType: span.errorType ?? '',
    isError: span.isError,
  }
}
