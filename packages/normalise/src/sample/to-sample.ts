import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { Message } from '@assay/contract/message'
import { boundPassages, clip } from './bound-passages.ts'
import { holdsSources } from './holds-sources.ts'
import type { Passage, SampleParts } from './sample-parts.ts'
import { endedBy, passagesOf, resultOf, sourcesOf, type Sources } from './sources.ts'
import { splitConversation, textOf, type Conversation } from './split-conversation.ts'
import { byStart, type TraceSpan } from './trace-span.ts'

/** Characters of a question or an answer, and items of a list: some more than evaluators read, so that they see a cut. */
const MOST_TEXT = 120_000
const MOST_MESSAGES = 200
const MOST_TOOLS = 200

/**
 * What one span said, as evaluators read it. The context of a model's call is what the call carried itself (documents, results of tools,
 * instructions that hold sources) and what retrievers of the trace had found before it began; results of tool spans only where the call
 * carries none.
 *
 * @param sources Of the whole trace, from `sourcesOf`.
 */
export function spanToSample(target: TraceSpan, sources: Sources): SampleParts {
  const { span } = target
  const said = splitConversation(span.inputMessages)
  const found = endedBy(sources.retrievals, target.startNs)
  const results =
    said.results.length > 0 ? said.results : endedBy(sources.tools, target.startNs).flatMap(resultOf)
  const documents = [...found.flatMap((one) => passagesOf(one.span.documents)), ...passagesOf(span.documents)]
  return parts(said.question ?? (span.inputMessages.length === 0 ? inputOf(span) : null), span, {
    said,
    passages: [...documents, ...results],
    calls: [span],
  })
}

/**
 * What a whole trace said: the question that its root, or else its first model call, was asked, the last answer, and all that was
 * found and called between. null for a trace without a span.
 *
 * @param trace Spans in any order.
 */
export function traceToSample(trace: readonly TraceSpan[]): SampleParts | null {
  if (trace.length === 0) return null
  const inOrder = [...trace].sort(byStart)
  const ids = new Set(inOrder.map((one) => one.spanId))
  const root = inOrder.find(({ parentSpanId }) => parentSpanId === null || !ids.has(parentSpanId))!.span
  const models = inOrder
    .filter(({ span }) => span.kind === 'llm' && !span.isServerSide)
    .map(({ span }) => span)
  const asked = [root, ...models].find((span) => questionOf(span) !== null) ?? root
  const answering = models.findLast((span) => answerOf(span) !== null)
  const answered = answerOf(root) === null ? (answering ?? root) : root
  const said = splitConversation(asked.inputMessages)
  const { retrievals, tools } = sourcesOf(inOrder)
  const documents = [...retrievals.map(({ span }) => span), ...models].flatMap((one) =>
    passagesOf(one.documents),
  )
  return parts(questionOf(asked), answered, {
    said: {
      ...said,
      // Those that the answer was given under: a call before it may have written a query.
      instructions: splitConversation(answering?.inputMessages ?? []).instructions ?? said.instructions,
    },
    passages: [...documents, ...tools.flatMap(resultOf), ...said.results],
    calls: models,
  })
}

/**
 * What the last trace of a session said, with the earlier ones as its history. null without a trace that says anything.
 *
 * @param traces Samples of the session's traces, earliest first.
 */
export function sessionToSample(traces: readonly SampleParts[]): SampleParts | null {
  const last = traces.at(-1)
  if (last === undefined) return null
  const earlier = traces
    .slice(0, -1)
    .flatMap(({ question, answer }) => [...message('user', question), ...message('assistant', answer)])
  const context = boundPassages(traces.flatMap((trace) => trace.context ?? []))
  return { ...last, context, history: nullIfEmpty(earlier.slice(-MOST_MESSAGES)) }
}

interface Rest {
  said: Conversation
  passages: Passage[]
  calls: readonly CanonicalSpan[]
}

function parts(
  question: string | null,
  answered: CanonicalSpan,
  { said, passages, calls }: Rest,
): SampleParts {
  const instructed =
    said.instructions !== null && (passages.length > 0 || holdsSources(said.instructions))
      ? [{ id: 'instructions', text: said.instructions }]
      : []
  const carried = question !== null && holdsSources(question) ? [{ id: 'question', text: question }] : []
  const answer = answerOf(answered)
  return {
    question: question === null ? null : clip(question, MOST_TEXT),
    answer: answer === null ? null : clip(answer, MOST_TEXT),
    context: boundPassages([...passages, ...instructed, ...carried]),
    reference: null,
    history: nullIfEmpty(said.history.slice(-MOST_MESSAGES)),
    tools: nullIfEmpty(toolsOf(calls)),
    relevantIds: null,
    repeats: null,
    tokenLogProbabilities: null,
    toolCalls: nullIfEmpty(calls.flatMap(callsOf).slice(0, MOST_TOOLS)),
  }
}

function questionOf(span: CanonicalSpan): string | null {
  if (span.inputMessages.length > 0) return splitConversation(span.inputMessages).question
  return inputOf(span)
}

const inputOf = (span: CanonicalSpan) => blankIsNull(span.input ?? span.inputText)

function answerOf(span: CanonicalSpan): string | null {
  if (span.outputMessages.length === 0) return blankIsNull(span.output ?? span.outputText)
  const texts = span.outputMessages.flatMap((one) => (one.role === 'tool' ? [] : (textOf(one) ?? [])))
  return texts.length === 0 ? null : texts.join('\n')
}

function toolsOf(calls: readonly CanonicalSpan[]) {
  const byName = new Map(calls.flatMap((span) => span.toolDefinitions).map((tool) => [tool.name, tool]))
  return [...byName.values()].slice(0, MOST_TOOLS)
}

function callsOf(span: CanonicalSpan) {
  return span.outputMessages.flatMap((one) =>
    one.parts.flatMap((part) =>
      part.type === 'tool_call' ? [{ name: part.name, arguments: part.arguments }] : [],
    ),
  )
}

function message(role: string, text: string | null): Message[] {
  return text === null ? [] : [{ role, name: null, parts: [{ type: 'text', text }], finishReason: null }]
}

const blankIsNull = (text: string | null) => (text === null || text.trim() === '' ? null : text)
const nullIfEmpty = <T>(list: T[]): T[] | null => (list.length === 0 ? null : list)
