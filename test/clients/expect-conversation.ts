import type { SpanBody } from '@assay/contract/api/span-body'
import { expect } from 'vitest'
import {
  ANSWER,
  CALLS,
  MODEL,
  PROVIDER,
  QUESTION,
  RESPONSE_MODEL,
  SYSTEM,
  TEMPERATURE,
  TOOL_ARGUMENTS,
  TOOL_CALL_ID,
  TOOL_DESCRIPTION,
  TOOL_NAME,
  TOOL_PARAMETERS,
  TOOL_RESULT,
  TOTAL_INPUT,
  TOTAL_OUTPUT,
} from './conversation.ts'
import type { WholeTrace } from './read-traces.ts'

/** Where a client falls short of the whole conversation. */
export interface Shortfall {
  /** Tokens that it does not send, or counts by itself. */
  tokens?: 'none' | 'own'
  /** It does not tell which model answered, or under which id. */
  answer?: 'unnamed'
  /** Messages, tools and their calls. */
  content?: 'none'
  /** Which tools the model may call. */
  tools?: 'none'
}

const text = (role: string, value: string) => ({ role, parts: [{ type: 'text', text: value }] })
const call = { type: 'tool_call', id: TOOL_CALL_ID, name: TOOL_NAME, arguments: TOOL_ARGUMENTS }
const called = { role: 'assistant', parts: [call] }

/** Results of tools come as JSON or as its text, as the client put them into the conversation. */
function readResults(messages: SpanBody['inputMessages']): SpanBody['inputMessages'] {
  return messages.map((message) => ({
    ...message,
    parts: message.parts.map((part) =>
      part.type === 'tool_result' && typeof part.result === 'string'
        ? { ...part, result: JSON.parse(part.result) as typeof part.result }
        : part,
    ),
  }))
}

function expectContent(first: SpanBody, second: SpanBody, tools: Shortfall['tools']): void {
  expect(first.inputMessages).toMatchObject([text('system', SYSTEM), text('user', QUESTION)])
  expect(first.outputMessages).toMatchObject([called])
  expect(first.span.toolNames).toEqual([TOOL_NAME])
  const result = { type: 'tool_result', id: TOOL_CALL_ID, result: TOOL_RESULT }
  expect(readResults(second.inputMessages)).toMatchObject([
    text('system', SYSTEM),
    text('user', QUESTION),
    called,
    { role: 'tool', parts: [result] },
  ])
  expect(second.outputMessages).toMatchObject([text('assistant', ANSWER)])
  expect(second.span.toolNames).toBeUndefined()
  for (const { toolDefinitions } of [first, second]) {
    expect(toolDefinitions.map(({ name }) => name)).toEqual(tools === 'none' ? [] : [TOOL_NAME])
    if (tools === 'none') continue
    // The AI SDK leaves descriptions out and adds keys of its own to the schema.
    expect([TOOL_DESCRIPTION, null]).toContain(toolDefinitions[0]?.description)
    expect(toolDefinitions[0]?.parameters).toMatchObject(TOOL_PARAMETERS)
  }
}

/** The sums of the two calls, whoever repeats them above; of those that send none, nothing. */
function expectTotals(trace: WholeTrace, tokens: Shortfall['tokens']): void {
  const { inputTokens, outputTokens, costUsd, unpricedCalls } = trace.summary
  const counted = trace.spans.filter((span) => span.isCounted === true)
  expect(counted.every((span) => span.kind === 'llm')).toBe(true)
  if (tokens === 'none') {
    expect([inputTokens, outputTokens, costUsd, counted.length]).toEqual([null, null, null, 0])
    return
  }
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0)
  expect(inputTokens).toBe(sum(counted.map((span) => span.inputTokens)))
  expect(outputTokens).toBe(sum(counted.map((span) => span.outputTokens)))
  expect(costUsd).toBeGreaterThan(0)
  expect(unpricedCalls).toBe(0)
  if (tokens === undefined) {
    expect([inputTokens, outputTokens, counted.length]).toEqual([TOTAL_INPUT, TOTAL_OUTPUT, 2])
  }
}

/** Asserts that a trace shows the two calls of the conversation as they were, apart from what its client does not send. */
export function expectConversation(trace: WholeTrace, shortfall: Shortfall = {}): void {
  const calls = trace.bodies.filter(({ span }) => span.kind === 'llm')
  expect(trace.summary).toMatchObject({ hasRoot: true, llmCount: 2, errorCount: 0 })
  expect(trace.missingParents).toEqual([])
  expect(calls).toHaveLength(2)
  const isUnnamed = shortfall.answer === 'unnamed'
  calls.forEach(({ span, ...body }, i) => {
    const { id, inputTokens, outputTokens } = CALLS[i === 0 ? 0 : 1]
    expect(span).toMatchObject({ provider: PROVIDER, model: isUnnamed ? MODEL : RESPONSE_MODEL })
    expect(body).toMatchObject({ requestModel: MODEL, parameters: { temperature: TEMPERATURE } })
    expect(body.responseId).toBe(isUnnamed ? null : id)
    // Tool calls end an answer under three spellings.
    expect(body.finishReasons).toEqual([i === 1 ? 'stop' : expect.stringMatching(/^tool[_-]calls?$/)])
    if (shortfall.tokens === undefined) expect(span).toMatchObject({ inputTokens, outputTokens })
  })
  if (shortfall.content === undefined) {
    expectContent(calls[0]!, calls[1]!, shortfall.tools)
    expect(trace.summary).toMatchObject({ inputPreview: QUESTION, outputPreview: ANSWER })
  }
  expectTotals(trace, shortfall.tokens)
}

/** Asserts that one span ran the tool, with the arguments that the model gave. */
export function expectToolRun(trace: WholeTrace): void {
  const runs = trace.bodies.filter(({ span }) => span.kind === 'tool')
  expect(runs).toHaveLength(1)
  expect(runs[0]?.tool?.name).toBe(TOOL_NAME)
  expect(JSON.parse(runs[0]?.input ?? '')).toEqual(TOOL_ARGUMENTS)
  expect(JSON.parse(runs[0]?.output ?? '')).toEqual(TOOL_RESULT)
}

/** Kinds of all spans of a trace, in the order of the alphabet. */
export function kindsOf(trace: WholeTrace): string[] {
  return trace.spans.map((span) => span.kind).sort()
}
