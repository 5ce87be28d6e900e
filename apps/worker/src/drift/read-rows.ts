import type { DriftSettings } from '@assay/contract/api/drift'
import { driftCalls, type DriftCall } from '@assay/store/clickhouse/queries/drift-calls'
import { driftRoots, type DriftRoot } from '@assay/store/clickhouse/queries/drift-roots'
import { driftScores } from '@assay/store/clickhouse/queries/drift-scores'
import { driftTexts, type DriftText } from '@assay/store/clickhouse/queries/drift-texts'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { OWN_SERVICE } from '../score/own-spans.ts'
import type { ComparedCall, ComparedScore, DriftRows, SliceValues, TimeSpan } from './call.ts'

/** Most calls of a time, of each score, and calls whose texts are read. */
const MOST_CALLS = 20_000
const MOST_SCORES = 4_000
const MOST_TEXTS = 3_000

/** What stands for a time: calls and scores drawn by hash, so that a repeated run reads the same. */
export async function readRows(
  scope: Scope,
  { fromMs, toMs }: TimeSpan,
  { settings, withTexts }: { settings: DriftSettings; withTexts: boolean },
): Promise<DriftRows> {
  const range = { from: BigInt(fromMs) * 1_000_000n, to: BigInt(toMs) * 1_000_000n }
  const { routeAttribute, tenantAttribute } = settings
  const named = { range, routeAttribute, tenantAttribute }
  const { stored, share, calls } = await driftCalls(scope, {
    ...named,
    ownService: OWN_SERVICE,
    most: MOST_CALLS,
  })
  const roots =
    calls.length === 0
      ? new Map<string, DriftRoot>()
      : await driftRoots(scope, { ...named, share, most: 2 * MOST_CALLS })
  const texts = withTexts
    ? await driftTexts(scope, { range, calls: calls.slice(0, MOST_TEXTS) })
    : new Map<string, DriftText>()
  const compared = calls.map((call) => toCall(call, roots.get(call.traceId), texts.get(call.spanId)))
  const byTrace = new Map(compared.map((call) => [call.traceId, call.slices]))
  const scores = settings.signals.includes('scores')
    ? await driftScores(scope, { range, most: MOST_SCORES })
    : []
  return {
    stored,
    calls: compared,
    scores: scores.map((score): ComparedScore => {
      const { id, traceId, timeMs, name, version, source, target, value, label, probability } = score
      return {
        ...{ id, traceId, timeMs, name, version, source, target, value, label, probability },
        slices: { ...routed(byTrace.get(traceId)), ...slicesOf(score) },
      }
    }),
  }
}

function toCall(call: DriftCall, root: DriftRoot | undefined, text: DriftText | undefined): ComparedCall {
  const { traceId, timeMs, latencyMs, costUsd, inputTokens, outputTokens, finishReason, tool } = call
  const route = call.route || root?.route || root?.name || call.name
  const tenant = call.tenant || root?.tenant || ''
  return {
    ...{ traceId, timeMs, latencyMs, costUsd, inputTokens, outputTokens, finishReason, tool },
    isError: call.isError === 1,
    slices: {
      ...slicesOf(call),
      ...(route && { route: clip(route) }),
      ...(tenant && { tenant: clip(tenant) }),
    },
    text: text ?? null,
  }
}

function slicesOf({
  model,
  promptName,
  promptVersion,
}: Pick<DriftCall, 'model' | 'promptName' | 'promptVersion'>): SliceValues {
  const prompt = [promptName, promptVersion].filter((one) => one !== '').join(' ')
  return { ...(model && { model }), ...(prompt && { prompt }) }
}

/** What a score has from the call of its trace alone. */
const routed = ({ route, tenant }: SliceValues = {}): SliceValues => ({
  ...(route !== undefined && { route }),
  ...(tenant !== undefined && { tenant }),
})

const clip = (text: string) => text.slice(0, 200)
