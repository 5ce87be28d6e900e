import type { JsonValue } from '@assay/contract/message'
import type { ScoreFinding, ScorePlace, ScoreRow } from '@assay/contract/score-row'
import { cut } from './encode-span.ts'
import type { RowWriter } from './row-writer.ts'

const MAX_NAME_CHARACTERS = 500
const MAX_EXPLANATION_CHARACTERS = 4000
const MAX_FINDINGS = 100
const MAX_EVIDENCE = 5
const MAX_QUOTE_CHARACTERS = 300
const MAX_DETAILS_CHARACTERS = 65_536
const MAX_TAGS = 256
const NO_ID = ['', '0'.repeat(16), '0'.repeat(32)]

const short = (text: string) => cut(text, MAX_NAME_CHARACTERS)
const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)

/**
 * Writes one score as a row of `scores`, values in the order of SCORES_COLUMNS. Names are cut to 500 characters,
 * explanations to 4,000, findings to 100; details that do not fit into 65,536 characters lose their longest texts. A
 * number that is not finite is written as null.
 *
 * @param version Arrival number; of rows with one id the highest stands.
 * @throws RangeError for an inclusion probability outside (0, 1]: an estimate would divide by it.
 */
export function encodeScoreRow(out: RowWriter, row: ScoreRow, version: bigint): void {
  const probability = row.inclusionProbability
  if (!(probability > 0 && probability <= 1))
    throw new RangeError(`an inclusion probability is ${probability}: give one above 0 and at most 1`)
  const { slices } = row
  out.string(row.projectId)
  out.fixed(idBytes(row.traceId, 16))
  out.fixed(idBytes(row.spanId, 8))
  out.string(short(row.responseId))
  out.string(short(row.name))
  out.fixed(idBytes(row.scoreId, 16))
  out.int64(row.timeUnixNano)
  out.string(short(row.evaluator))
  out.string(short(row.evaluatorVersion))
  out.nullableFloat64(finite(row.value))
  out.string(short(row.label))
  out.string(cut(row.explanation, MAX_EXPLANATION_CHARACTERS))
  out.string(row.source)
  out.float64(probability)
  out.string(short(row.errorType))
  out.string(row.target)
  out.string(short(row.sessionId))
  out.string(row.rule?.id ?? '')
  out.uint32(row.rule?.version ?? 0)
  out.string(short(row.sampling))
  out.nullableFloat64(finite(row.confidence))
  out.string(row.findings.length === 0 ? '' : findingsJson(row.findings))
  out.string(detailsJson(row.details))
  out.string(short(row.judgeModel))
  out.nullableFloat64(finite(row.costUsd))
  out.nullableFloat64(finite(row.durationMs))
  out.string(short(slices.model))
  out.string(short(slices.service))
  out.string(short(slices.environment))
  out.string(short(slices.promptName))
  out.string(short(slices.promptVersion))
  out.string(short(slices.userId))
  out.stringArray(slices.tags.slice(0, MAX_TAGS).map((tag) => cut(tag, 200)))
  out.uint64(version)
}

function idBytes(hex: string, bytes: number): Uint8Array {
  if (NO_ID.includes(hex)) return new Uint8Array(bytes)
  if (hex.length !== bytes * 2 || !/^[0-9a-f]+$/.test(hex))
    throw new RangeError(`an id is not ${bytes * 2} lower-case hexadecimal digits`)
  return Buffer.from(hex, 'hex')
}

function findingsJson(findings: readonly ScoreFinding[]): string {
  return JSON.stringify(
    findings.slice(0, MAX_FINDINGS).map((finding) => ({
      kind: short(finding.kind),
      place: shortPlace(finding.place),
      evidence: finding.evidence.slice(0, MAX_EVIDENCE).map(shortPlace),
      confidence: finite(finding.confidence),
      explanation: short(finding.explanation),
    })),
  )
}

const shortPlace = ({ field, passage, start, end, quote }: ScorePlace): ScorePlace => ({
  field,
  passage,
  start,
  end,
  quote: cut(quote, MAX_QUOTE_CHARACTERS),
})

/** '' for none. */
function detailsJson(details: Readonly<Record<string, JsonValue>>): string {
  const entries = Object.entries(details)
  if (entries.length === 0) return ''
  const texts = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
  let length = texts.reduce((sum, text) => sum + text.length + 1, 1)
  if (length > MAX_DETAILS_CHARACTERS) {
    texts.sort((a, b) => a.length - b.length)
    while (length > MAX_DETAILS_CHARACTERS) length -= (texts.pop()?.length ?? 0) + 1
  }
  return `{${texts.join(',')}}`
}
