import { describe, expect, it } from 'vitest'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { Message, MessagePart } from '@assay/contract/message'
import { sourcesOf } from '../src/sample/sources.ts'
import { sessionToSample, spanToSample, traceToSample } from '../src/sample/to-sample.ts'
import type { TraceSpan } from '../src/sample/trace-span.ts'
import { emptySpan } from '../src/shared/empty-span.ts'

const said = (role: string, ...parts: (string | MessagePart)[]): Message => ({
  role,
  name: null,
  finishReason: null,
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
})
const at = (id: number, from: number, to: number, span: Partial<CanonicalSpan>, parent = 1): TraceSpan => ({
  spanId: String(id).padStart(16, '0'),
  parentSpanId: id === 1 ? null : String(parent).padStart(16, '0'),
  startNs: BigInt(from),
  endNs: BigInt(to),
  span: { ...emptySpan(), ...span },
})
const document = (id: string, content: string) => ({ id, content, score: null, metadata: null })
const ask = (target: TraceSpan, trace: TraceSpan[]) => spanToSample(target, sourcesOf(trace))

const CALL = at(3, 20, 30, {
  kind: 'llm',
  inputMessages: [
    said('system', 'Be short.'),
    said('user', 'Hello'),
    said('assistant', 'Hi'),
    said('user', 'When does it arrive?'),
  ],
  outputMessages: [said('assistant', { type: 'reasoning', text: 'hm' }, 'On Monday.')],
})
const SEARCH = at(2, 5, 10, { kind: 'retriever', documents: [document('d1', 'It arrives on Monday.')] })
const ROOT = at(1, 0, 40, { kind: 'chain', input: 'When does it arrive?', output: 'On Monday.' })

describe('the sample of a span', () => {
  it('asks the last question of the user, with what was said before as history', () => {
    const sample = ask(CALL, [ROOT, SEARCH, CALL])
    expect(sample.question).toBe('When does it arrive?')
    expect(sample.answer).toBe('On Monday.')
    expect(sample.history?.map(({ role }) => role)).toEqual(['user', 'assistant'])
  })

  it('rests on what retrievers had found before it began, and on its instructions beside that', () => {
    const later = at(4, 31, 35, { kind: 'retriever', documents: [document('d2', 'Too late.')] })
    expect(ask(CALL, [ROOT, later, SEARCH, CALL]).context).toEqual([
      { id: 'd1', text: 'It arrives on Monday.' },
      { id: 'instructions', text: 'Be short.' },
    ])
  })

  it('has no context where nothing was found: instructions alone are no evidence', () => {
    expect(ask(CALL, [ROOT, CALL]).context).toBeNull()
  })

  it('takes sources that stand in the instructions or in the question', () => {
    const system = 'Answer from these.\n\n# Articles\n\nIt arrives on Monday.'
    const call = at(3, 20, 30, {
      kind: 'llm',
      inputMessages: [said('system', system), said('user', 'When?')],
    })
    expect(ask(call, [call]).context).toEqual([{ id: 'instructions', text: system }])
    const question = 'Context: it arrives on Monday.\nQuestion: when?'
    const carried = at(3, 20, 30, { kind: 'llm', inputMessages: [said('user', question)] })
    expect(ask(carried, [carried]).context).toEqual([{ id: 'question', text: question }])
  })

  it('takes the results of tools that the call was shown, once, and else those of tool spans before it', () => {
    const tool = at(4, 11, 12, { kind: 'tool', output: '{"day":"Monday"}', tool: null })
    const failed = at(5, 11, 12, { kind: 'tool', output: 'boom', isError: true })
    expect(ask(CALL, [tool, failed, CALL]).context?.[0]?.text).toBe('{"day":"Monday"}')
    const result = { type: 'tool_result', id: 'c1', result: { day: 'Tuesday' } } as const
    const shown = at(3, 20, 30, {
      kind: 'llm',
      inputMessages: [said('user', 'When?'), said('tool', result, result)],
    })
    expect(ask(shown, [tool, shown]).context).toEqual([{ id: 'c1', text: '{"day":"Tuesday"}' }])
    expect(ask(shown, [tool, shown]).question).toBe('When?')
  })

  it('tells the tools that could be called and those that were', () => {
    const call = { type: 'tool_call', id: 'c', name: 'find', arguments: { a: 1 } } as const
    const definition = { name: 'find', description: null, parameters: {} }
    const span = at(3, 0, 1, {
      kind: 'llm',
      toolDefinitions: [definition],
      outputMessages: [said('assistant', call)],
    })
    const sample = ask(span, [span])
    expect(sample.toolCalls).toEqual([{ name: 'find', arguments: { a: 1 } }])
    expect(sample.tools).toEqual([definition])
    expect([sample.answer, sample.question, sample.history]).toEqual([null, null, null])
  })

  it('is bounded however much came', () => {
    const huge = at(3, 20, 30, {
      kind: 'llm',
      inputMessages: Array.from({ length: 1_000 }, () => said('user', 'x'.repeat(1_000))),
      outputMessages: [said('assistant', '😀'.repeat(100_000))],
      documents: Array.from({ length: 2_000 }, (_, i) => document(`${i}`, `${i}`.repeat(1_000))),
    })
    const sample = ask(huge, [huge])
    expect(sample.history?.length).toBeLessThanOrEqual(200)
    expect(sample.answer!.length).toBeLessThanOrEqual(120_000)
    expect(sample.answer!.isWellFormed()).toBe(true)
    expect(sample.context!.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(400_000)
  })
})

describe('the sample of a trace', () => {
  it('is what the root was asked and answered, with all that was found on the way, in whatever order spans came', () => {
    const trace = [CALL, ROOT, SEARCH]
    const sample = traceToSample(trace)!
    expect([sample.question, sample.answer]).toEqual(['When does it arrive?', 'On Monday.'])
    expect(sample.context?.[0]?.text).toBe('It arrives on Monday.')
    expect(traceToSample(trace.toReversed())).toEqual(sample)
  })

  it('falls back on the first question and the last answer of its model calls', () => {
    const first = at(2, 1, 5, {
      kind: 'llm',
      inputMessages: [said('user', 'Plan?')],
      outputMessages: [said('assistant', 'A')],
    })
    const last = at(3, 6, 9, {
      kind: 'llm',
      inputMessages: [said('user', 'More?')],
      outputMessages: [said('assistant', 'B')],
    })
    const sample = traceToSample([at(1, 0, 10, {}), first, last])!
    expect([sample.question, sample.answer]).toEqual(['Plan?', 'B'])
  })

  it('rests on the instructions that the answer was given under, not on those of a call before it', () => {
    const rewrite = at(4, 1, 4, {
      kind: 'llm',
      inputMessages: [said('system', 'Rewrite the question.'), said('user', 'When?')],
      outputMessages: [said('assistant', 'arrival')],
    })
    expect(traceToSample([ROOT, rewrite, SEARCH, CALL])!.context?.at(-1)).toEqual({
      id: 'instructions',
      text: 'Be short.',
    })
  })

  it('is none where there is no span', () => {
    expect(traceToSample([])).toBeNull()
  })
})

it('a session is its last trace, with the earlier ones as history', () => {
  const one = traceToSample([ROOT])!
  const two = { ...one, question: 'And the other?', answer: 'Also.' }
  const session = sessionToSample([one, two])!
  expect(session.question).toBe('And the other?')
  expect(session.history?.map(({ role }) => role)).toEqual(['user', 'assistant'])
  expect(sessionToSample([])).toBeNull()
})
