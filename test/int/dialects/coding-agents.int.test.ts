import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLICKHOUSE_MIGRATIONS } from '../migrations.ts'
import { startPipeline, type Pipeline } from './start-pipeline.ts'
import { storedSpans } from './stored-spans.ts'

const START = 1_795_163_400_000_000_000n
const at = (ms: number) => String(START + BigInt(ms) * 1_000_000n)
type Values = Record<string, string | number | boolean>
const pairs = (values: Values) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: value },
  }))
const id = (n: number) => n.toString(16).padStart(16, '0')
const bytes = (request: object) => Buffer.from(JSON.stringify(request))

interface Session {
  scope: string
  traceId: string
  /** Each with its number, the number of the span above it, its name and its attributes. */
  spans: [n: number, above: number, name: string, Values][]
  /** Each with the number of its span, its name in `event.name` and its attributes. */
  logs: [n: number, name: string, Values][]
}

function requests({ scope, traceId, spans, logs }: Session) {
  const records = logs.map(([n, name, values], i) => ({
    traceId,
    spanId: id(n),
    timeUnixNano: at(1000 + i),
    body: { stringValue: `log of ${name}` },
    attributes: pairs({ 'event.name': name, ...values }),
  }))
  const made = spans.map(([n, above, name, values]) => ({
    traceId,
    spanId: id(n),
    ...(above === 0 ? {} : { parentSpanId: id(above) }),
    name,
    startTimeUnixNano: at(n * 10),
    endTimeUnixNano: at(n * 10 + 5),
    attributes: pairs(values),
  }))
  return {
    traces: bytes({ resourceSpans: [{ scopeSpans: [{ scope: { name: scope }, spans: made }] }] }),
    logs: bytes({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] }),
  }
}

const CLAUDE: Session = {
  scope: 'com.anthropic.claude_code.tracing',
  traceId: 'c1'.repeat(16),
  spans: [
    [1, 0, 'claude_code.interaction', { user_prompt: '<REDACTED>' }],
    [
      2,
      1,
      'claude_code.llm_request',
      { model: 'a-model', request_id: 'r2', input_tokens: 4, output_tokens: 9 },
    ],
    [3, 1, 'claude_code.tool', { tool_use_id: 'toolu_1' }],
    [
      4,
      1,
      'claude_code.llm_request',
      {
        model: 'a-model',
        request_id: 'r4',
        query_source: 'prompt_suggestion',
        input_tokens: 1,
        output_tokens: 2,
      },
    ],
  ],
  logs: [
    [1, 'user_prompt', { prompt: 'Which ferry leaves first?' }],
    [2, 'api_request', { request_id: 'r2', cost_usd: '0.25', input_tokens: '4', output_tokens: '9' }],
    [2, 'assistant_response', { request_id: 'r2', response: 'The one at six.' }],
    [
      3,
      'tool_result',
      { tool_name: 'Timetable', success: 'false', error: 'closed', tool_input: '{"day":1}' },
    ],
    [4, 'api_request', { request_id: 'r4', cost_usd: '0.5' }],
    [4, 'assistant_response', { request_id: 'r4', response: 'and the last?' }],
  ],
}

const CODEX: Session = {
  scope: 'codex_cli_rs',
  traceId: 'c2'.repeat(16),
  spans: [
    [
      1,
      0,
      'session_task.turn',
      {
        model: 'a-model',
        'thread.id': '0199a1c2-7d4e-7b10-9c55-2f60d1b7a001',
        'codex.turn.token_usage.input_tokens': 300,
        'codex.turn.token_usage.output_tokens': 30,
      },
    ],
    [2, 1, 'receiving_stream', {}],
    [3, 2, 'completed', { 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 10 }],
    [4, 2, 'completed', { 'gen_ai.usage.input_tokens': 200, 'gen_ai.usage.output_tokens': 20 }],
    [5, 1, 'handle_tool_call', { tool_name: 'shell', call_id: 'c1' }],
  ],
  logs: [
    [1, 'codex.user_prompt', { prompt: 'Which ferry leaves first?' }],
    [1, 'codex.sse_event', { 'event.kind': 'response.completed', input_token_count: 999 }],
    [5, 'codex.tool_result', { tool_name: 'shell', arguments: '{"day":1}', output: 'six', success: 'true' }],
  ],
}

const GEMINI: Session = {
  scope: 'gemini-cli',
  traceId: 'c3'.repeat(16),
  spans: [
    [1, 0, 'user_prompt', { 'gen_ai.operation.name': 'user_prompt', 'gen_ai.conversation.id': 's1' }],
    [
      2,
      1,
      'llm_call',
      {
        'gen_ai.operation.name': 'llm_call',
        'gen_ai.request.model': 'a-model',
        'gen_ai.usage.input_tokens': 70,
        'gen_ai.usage.output_tokens': 7,
      },
    ],
    [3, 1, 'tool_call', { 'gen_ai.operation.name': 'tool_call', 'gen_ai.tool.name': 'timetable' }],
  ],
  logs: [
    [1, 'gemini_cli.user_prompt', { prompt: 'Which ferry leaves first?' }],
    [
      2,
      'gemini_cli.api_response',
      {
        response_text: '{"candidates":[{"content":{"role":"model","parts":[{"text":"The one at six."}]}}]}',
        input_token_count: 70,
      },
    ],
    [3, 'gemini_cli.tool_call', { function_name: 'timetable', function_args: '{"day":1}', success: true }],
  ],
}

let ch: ClickHouse
let pipeline: Pipeline
let path: string
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'assay-chdb-'))
  ch = await openClickHouse({ path })
  await migrateClickHouse({ clickhouse: ch, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  pipeline = await startPipeline(ch)
})
afterAll(async () => {
  await pipeline.close()
  await ch.close()
  rmSync(path, { recursive: true, force: true })
})

/** What lists and bodies tell of a session that came in some order, with all of it sent again. */
async function stored(project: string, session: Session, order: readonly ('traces' | 'logs')[]) {
  const request = requests(session)
  for (const signal of [...order, ...order]) await pipeline.send(project, `/v1/${signal}`, request[signal])
  const spans = await storedSpans(ch, project)
  const { summary } = await getTrace({ ch, projectId: project }, { traceId: session.traceId })
  return { summary, span: (n: number) => spans.get(id(n)) }
}
const ORDERS = [
  ['spans first', ['traces', 'logs']],
  ['log records first', ['logs', 'traces']],
] as const

test.each(ORDERS)(
  'Claude Code, %s: a trace has prompt, answer and cost from the log records, and each token once',
  async (name, order) => {
    const { summary, span } = await stored(`claude ${name}`, CLAUDE, order)
    expect(summary).toMatchObject({
      inputTokens: 5,
      outputTokens: 11,
      costUsd: 0.75,
      inputPreview: 'Which ferry leaves first?',
      outputPreview: 'The one at six.',
    })
    expect(span(3)?.row).toMatchObject({
      kind: 'tool',
      toolNames: ['Timetable'],
      inputText: '{"day":1}',
      isError: true,
    })
    expect(span(4)?.derived.outputMessages).toHaveLength(1)
  },
)

test.each(ORDERS)(
  'Codex, %s: the responses are the calls that count, not the turn above them nor the log records',
  async (name, order) => {
    const { summary, span } = await stored(`codex ${name}`, CODEX, order)
    expect(summary).toMatchObject({
      inputTokens: 300,
      outputTokens: 30,
      sessionId: '0199a1c2-7d4e-7b10-9c55-2f60d1b7a001',
      inputPreview: 'Which ferry leaves first?',
    })
    expect(span(1)?.row).toMatchObject({ kind: 'agent', model: 'a-model', tokens: { input: 300 } })
    expect(span(5)?.row).toMatchObject({ kind: 'tool', inputText: '{"day":1}', outputText: 'six' })
  },
)

test.each(ORDERS)(
  'Gemini CLI, %s: texts that only log records carry stand with their spans',
  async (name, order) => {
    const { summary, span } = await stored(`gemini ${name}`, GEMINI, order)
    expect(summary).toMatchObject({
      inputTokens: 70,
      outputTokens: 7,
      sessionId: 's1',
      inputPreview: 'Which ferry leaves first?',
      outputPreview: 'The one at six.',
    })
    expect(span(3)?.row).toMatchObject({ kind: 'tool', inputText: '{"day":1}', toolNames: ['timetable'] })
  },
)
