import { describe, expect, test } from 'vitest'
import {
  ANSWER,
  BUSY_MESSAGE,
  BUSY_MODEL,
  CALLS,
  DOCUMENTS,
  EMBEDDING_MODEL,
  EMBEDDING_TOKENS,
  PROVIDER,
  QUESTION,
  RERANKING_MODEL,
  SESSION,
  USER,
} from './conversation.ts'
import { expectConversation, expectToolRun, kindsOf } from './expect-conversation.ts'
import { waitForTraces, type WholeTrace } from './read-traces.ts'
import { runClient } from './run-client.ts'
import { useAssay } from './use-assay.ts'

// Released clients, each in a process and with the dependencies of its own, send the same conversation to the real program.
const { assay, stub } = useAssay()

/** Runs a client and reads what it sent: its traces, oldest first. */
async function tracesOf(client: string, service: string, spanCount: number, ...args: string[]) {
  await runClient(client, { otlpUrl: assay().otlpUrl, openAiUrl: stub().baseUrl, args })
  return waitForTraces(assay(), service, spanCount)
}

const inSession = { sessionId: SESSION, userId: USER }
const spanOf = (trace: WholeTrace | undefined, kind: string) =>
  trace?.bodies.filter(({ span }) => span.kind === kind).at(-1)

function expectRefusal(trace: WholeTrace | undefined, kind: string, errorType: string): void {
  expect(trace?.summary.errorCount).toBeGreaterThan(0)
  expect(trace?.summary).toMatchObject({ inputTokens: null, outputTokens: null, costUsd: null })
  const { isError, errorType: type, errorMessage } = spanOf(trace, kind)?.span ?? {}
  expect([isError, type]).toEqual([true, errorType])
  expect(errorMessage).toContain(BUSY_MESSAGE)
}

describe('OpenTelemetry JS 3', () => {
  /** What must not differ between encodings: all but ids and times. */
  const comparable = (trace: WholeTrace | undefined) =>
    trace?.bodies.map(({ span, resource: _, ...body }) => {
      const { spanId: _id, parentSpanId: _parent, startTime: _start, ...rest } = span
      return { ...body, span: { ...rest, service: '', offsetMs: 0, durationMs: 0 } }
    })

  test('its exporters of JSON and of protobuf deliver the conversation, each span the same in both', async () => {
    const [json] = await tracesOf('otel-3x/exporter.ts', 'exporter-json', 4, 'json')
    const [protobuf] = await tracesOf('otel-3x/exporter.ts', 'exporter-protobuf', 4, 'protobuf')
    for (const trace of [json!, protobuf!]) {
      expect(kindsOf(trace)).toEqual(['agent', 'llm', 'llm', 'tool'])
      expectConversation(trace)
      expectToolRun(trace)
      expect(trace.summary).toMatchObject({ ...inSession, cacheReadTokens: CALLS[1].cacheReadTokens })
    }
    expect(comparable(protobuf)).toEqual(comparable(json))
  })

  test('its instrumentation of the OpenAI client delivers whole and streamed calls, embeddings and refusals', async () => {
    const [whole, streamed, embedding, refused] = await tracesOf(
      'otel-3x/openai.ts',
      'instrumentation-openai',
      10,
    )
    for (const trace of [whole!, streamed!]) {
      // Its messages travel as log records.
      expectConversation(trace, { content: 'none' })
      expect(kindsOf(trace)).toEqual(['llm', 'llm', 'span'])
      expect(trace.bodies.at(-1)?.operation).toBe('chat')
    }
    expect(spanOf(embedding, 'embedding')).toMatchObject({
      operation: 'embeddings',
      span: { provider: PROVIDER, model: EMBEDDING_MODEL, inputTokens: EMBEDDING_TOKENS },
    })
    expect(embedding?.summary.inputTokens).toBe(EMBEDDING_TOKENS)
    expectRefusal(refused, 'llm', 'RateLimitError')
    expect(spanOf(refused, 'llm')?.requestModel).toBe(BUSY_MODEL)
  })

  test('its instrumentation sends messages as log records, which become the messages of their spans', async () => {
    const service = 'instrumentation-messages'
    await runClient('otel-3x/openai.ts', {
      otlpUrl: assay().otlpUrl,
      openAiUrl: stub().baseUrl,
      args: ['messages'],
    })
    const [whole, streamed] = await waitForTraces(assay(), service, 10, ([first, second]) =>
      [first, second].every((trace) => trace?.inputPreview === QUESTION && trace.outputPreview === ANSWER),
    )
    for (const trace of [whole!, streamed!]) expectConversation(trace, { tools: 'none' })
  })
})

describe('Vercel AI SDK 7', () => {
  test('its telemetry delivers agents, steps, calls and tools; tokens that three levels repeat count once', async () => {
    const [whole, streamed, embedding, reranking, refused] = await tracesOf(
      'ai-sdk/assistant.ts',
      'ai-sdk',
      19,
      'current',
    )
    for (const trace of [whole!, streamed!]) {
      expect(kindsOf(trace)).toEqual(['agent', 'agent', 'agent', 'llm', 'llm', 'tool'])
      expectConversation(trace)
      expectToolRun(trace)
      expect(trace.summary).toMatchObject({ ...inSession, cacheReadTokens: CALLS[1].cacheReadTokens })
    }
    expect(whole?.summary.ttftMs).toBeNull()
    expect(streamed?.summary.ttftMs).toBeGreaterThan(0)
    expectEmbedding(embedding)
    expectReranking(reranking)
    expectRefusal(refused, 'llm', 'Error')
  })

  test('its legacy telemetry delivers the same calls under its own names', async () => {
    const [whole, streamed, embedding, reranking, refused] = await tracesOf(
      'ai-sdk/assistant.ts',
      'ai-sdk-legacy',
      14,
      'legacy',
    )
    for (const trace of [whole!, streamed!]) {
      expect(kindsOf(trace)).toEqual(['chain', 'llm', 'llm', 'tool'])
      expectConversation(trace)
      expectToolRun(trace)
      expect(trace.summary).toMatchObject({ ...inSession, cacheReadTokens: CALLS[1].cacheReadTokens })
    }
    expect(streamed?.summary.ttftMs).toBeGreaterThan(0)
    expectEmbedding(embedding)
    expectReranking(reranking)
    expectRefusal(refused, 'llm', 'Error')
  })

  function expectEmbedding(trace: WholeTrace | undefined): void {
    expect(trace?.summary).toMatchObject({ ...inSession, inputTokens: EMBEDDING_TOKENS, outputTokens: null })
    const call = trace?.spans.find((span) => span.isCounted === true)
    expect(call).toMatchObject({ kind: 'embedding', model: EMBEDDING_MODEL, inputPreview: QUESTION })
  }

  function expectReranking(trace: WholeTrace | undefined): void {
    const call = trace?.bodies.find(({ documents }) => documents[0]?.score === 0.92)
    expect(call?.span).toMatchObject({ kind: 'reranker', provider: 'cohere', model: RERANKING_MODEL })
    expect(call?.documents.map(({ content }) => content)).toEqual([DOCUMENTS[2], DOCUMENTS[0]])
  }
})

describe('Traceloop', () => {
  test('its SDK delivers workflows, tools and calls with session and user, by a key', async () => {
    const [whole, streamed] = await tracesOf('traceloop/openai.ts', 'traceloop', 8)
    for (const trace of [whole!, streamed!]) {
      expect(kindsOf(trace)).toEqual(['chain', 'llm', 'llm', 'tool'])
      // Of a streamed answer it estimates the tokens by itself, and of a streamed tool call it sends none.
      expectConversation(trace, trace === whole ? {} : { tokens: 'own' })
      expectToolRun(trace)
      expect(trace.summary).toMatchObject(inSession)
    }
  })
})

describe('OpenInference', () => {
  test('its instrumentation of the OpenAI client delivers calls with session and user', async () => {
    const [whole, streamed, embedding] = await tracesOf('openinference/openai.ts', 'openinference', 8)
    for (const trace of [whole!, streamed!]) {
      expect(kindsOf(trace)).toEqual(['llm', 'llm', 'span'])
      expect(trace.summary).toMatchObject(inSession)
    }
    expectConversation(whole!)
    expect(whole?.summary.cacheReadTokens).toBe(CALLS[1].cacheReadTokens)
    // Of a streamed answer it sends the messages and why it ended, and nothing else.
    expectConversation(streamed!, { tokens: 'none', answer: 'unnamed' })
    expect(spanOf(embedding, 'embedding')).toMatchObject({
      input: QUESTION,
      sessionId: SESSION,
      span: { provider: PROVIDER, model: EMBEDDING_MODEL, inputPreview: QUESTION },
    })
  })
})
