import { describe, expect, test } from 'vitest'
import { differences } from './expectation.ts'
import { canonicalSpans, expectations, hasSharedFixtures } from './shared-fixtures.ts'

const load = (path: string) => (hasSharedFixtures ? expectations(path) : [])

describe.skipIf(!hasSharedFixtures)('recorded OpenInference spans (skipped without ../shared)', () => {
  test.each(load('openinference/expected.json'))('$file means what its attributes say', (wanted) => {
    const found = canonicalSpans(`openinference/${wanted.file}`).get(wanted.span_id)
    expect(differences(wanted, found!)).toEqual([])
  })
})

describe.skipIf(!hasSharedFixtures)('one call in three forms (skipped without ../shared)', () => {
  const wanted = load('genai-pairs/tool-calls.expected.json')
  const spans = wanted.map((span) => canonicalSpans(`genai-pairs/${span.file}`).get(span.span_id)!)

  test.each(wanted)('$file means what its attributes say', (span) => {
    expect(differences(span, spans[wanted.indexOf(span)]!)).toEqual([])
  })

  test('the three canonical spans are equal', () => {
    const [first, ...rest] = spans.map((span) => ({
      ...span,
      dialect: '',
      responseId: '',
      otherAttributes: [],
    }))
    for (const other of rest) expect(other).toStrictEqual(first)
  })
})

interface DialectCase {
  name: string
  traces?: string
  logs?: string
}
const DIALECTS: DialectCase[] = [
  { name: 'traceloop-indexed' },
  { name: 'traceloop-v140' },
  { name: 'vercel-ai-legacy' },
  { name: 'vercel-ai-v7' },
  { name: 'otel-v137', logs: 'otel-v137-logs' },
  { name: 'otel-v136', traces: 'otel-v136-traces', logs: 'otel-v136-logs' },
  { name: 'otel-evaluation', traces: 'otel-evaluation-traces' },
  { name: 'mlflow' },
  { name: 'langsmith' },
  { name: 'pydantic-ai-logfire' },
  { name: 'langfuse' },
  { name: 'claude-code', traces: 'claude-code-traces' },
  { name: 'vllm-under-client' },
  { name: 'sglang-64bit-trace-id' },
  { name: 'tgi' },
  { name: 'triton' },
]
/** What a reader may take from the rest of the trace when the span does not carry it itself. */
const INHERITED = ['provider', 'model', 'session_id', 'user_id']

describe.skipIf(!hasSharedFixtures)('spans of every dialect (skipped without ../shared)', () => {
  test.each(DIALECTS)('$name: every span means what it and its log records say', ({ name, traces, logs }) => {
    const path = (file: string) => `dialects/${file}.json`
    const found = canonicalSpans(path(traces ?? name), logs === undefined ? undefined : path(logs))
    const faults = load(`dialects/${name}.expected.json`).flatMap((wanted) => {
      const span = found.get(wanted.span_id)
      if (span === undefined) return [`${wanted.span_id}: missing`]
      return differences(wanted, span, INHERITED).map((fault) => `${wanted.span_id}: ${fault}`)
    })
    expect(faults).toEqual([])
  })
})
