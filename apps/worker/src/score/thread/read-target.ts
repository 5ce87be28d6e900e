import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { ScoreSlices } from '@assay/contract/score-row'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import { sourcesOf } from '@assay/normalise/sample/sources'
import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import { sessionToSample, spanToSample, traceToSample } from '@assay/normalise/sample/to-sample'
import { byStart } from '@assay/normalise/sample/trace-span'
import type { FilterFields } from '../matches-filter.ts'
import { isOwnSpan } from '../own-spans.ts'
import type { ReadSpan } from './read-traces.ts'
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
  traces: ReadonlyMap<string, () => ReadSpan[]>,
  task: Pick<ScoreTask, 'traceStartNs' | 'sessions'>,
): ReadTarget | null {
  if (target.target === 'session') return readSession(target.sessionId, traces, task)
  const trace = (traces.get(target.traceId)?.() ?? []).filter(({ span }) => !isOwn(span))
  if (target.target === 'trace') {
    const startNs = task.traceStartNs.get(target.traceId)
    const sample = traceToSample(trace)
    return sample === null || startNs === undefined ? null : { sample, startNs, ...about(trace) }
  }
  const span = trace.find(({ spanId }) => spanId === target.spanId)
  if (span === undefined) return null
  return { sample: spanToSample(span, sourcesOf(trace)), startNs: span.startNs, ...about([span]) }
}

function readSession(
  sessionId: string,
  traces: ReadonlyMap<string, () => ReadSpan[]>,
  { sessions }: Pick<ScoreTask, 'sessions'>,
): ReadTarget | null {
  const session = sessions.get(sessionId)
  if (session === undefined) return null
  const spans = session.traceIds.map((traceId) =>
    (traces.get(traceId)?.() ?? []).filter(({ span }) => !isOwn(span)),
  )
  const sample = sessionToSample(spans.flatMap((trace) => traceToSample(trace) ?? []))
  return sample === null ? null : { sample, startNs: session.startNs, ...about(spans.flat()), sessionId }
}

const isOwn = (span: CanonicalSpan) => isOwnSpan({ service: span.service ?? '' })

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
