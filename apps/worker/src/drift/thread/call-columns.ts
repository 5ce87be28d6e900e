import type { DriftSignal } from '@assay/contract/api/drift'
import type { ComparedCall } from '../call.ts'
import { type Column, type Item, keyOf } from './column.ts'
import type { Slice } from './choose-slices.ts'

/** What a call says of a signal; null where it says nothing. */
interface Reading<Kind, V> {
  kind: Kind
  read: (call: ComparedCall) => V | null
}
type Readings<Kind, V> = Partial<Record<DriftSignal, Reading<Kind, V>>>

const NONE = '(none)'
const orNone = (text: string) => (text === '' ? NONE : text)
const textOrNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text)
const answered = (call: ComparedCall) => (call.isError ? null : call.text)

/** Signals with a number, and with a text. Calls that failed have no answer to compare. */
const NUMBERS: Readings<'number' | 'rate', number> = {
  answerLength: { kind: 'number', read: (call) => answered(call)?.answerLength ?? null },
  inputLength: { kind: 'number', read: ({ text }) => text?.inputLength ?? null },
  latency: { kind: 'number', read: ({ isError, latencyMs }) => (isError ? null : latencyMs) },
  cost: { kind: 'number', read: ({ costUsd }) => costUsd },
  inputTokens: { kind: 'number', read: ({ inputTokens }) => inputTokens },
  outputTokens: { kind: 'number', read: ({ outputTokens }) => outputTokens },
  errorRate: { kind: 'rate', read: ({ isError }) => Number(isError) },
}
const TEXTS: Readings<'category' | 'text', string> = {
  finishReason: {
    kind: 'category',
    read: ({ isError, finishReason }) => (isError ? null : orNone(finishReason)),
  },
  toolChoice: { kind: 'category', read: ({ isError, tool }) => (isError ? null : orNone(tool)) },
  language: { kind: 'category', read: ({ slices }) => slices.language ?? null },
  model: { kind: 'category', read: ({ slices }) => orNone(slices.model ?? '') },
  prompt: { kind: 'category', read: ({ slices }) => orNone(slices.prompt ?? '') },
  inputWords: { kind: 'text', read: ({ text }) => textOrNull(text?.input) },
  answerWords: { kind: 'text', read: (call) => textOrNull(answered(call)?.answer) },
}

/** Values of a slice that are compared at most, of each window. */
export const MOST_ITEMS = 2_000

/** The columns of calls in one slice (null: all), with what each window has of them. */
export function callColumns(
  before: readonly ComparedCall[],
  after: readonly ComparedCall[],
  { signals, slice }: { signals: readonly DriftSignal[]; slice: Slice | null },
): Column[] {
  const inSlice = (calls: readonly ComparedCall[]) =>
    slice === null ? calls : calls.filter(({ slices }) => slices[slice.by] === slice.value)
  const [old, now] = [inSlice(before), inSlice(after)]
  return signals.flatMap((signal): Column[] => {
    // A slice of one model has one model, and so on.
    if (signal === slice?.by) return []
    const place = { key: keyOf(signal, null, slice), signal, score: null, slice }
    const { [signal]: number } = NUMBERS
    if (number !== undefined)
      return [
        { ...place, kind: number.kind, before: itemsOf(old, number.read), after: itemsOf(now, number.read) },
      ]
    const { [signal]: text } = TEXTS
    if (text === undefined) return []
    return [{ ...place, kind: text.kind, before: itemsOf(old, text.read), after: itemsOf(now, text.read) }]
  })
}

function itemsOf<V>(calls: readonly ComparedCall[], read: (call: ComparedCall) => V | null): Item<V>[] {
  const items: Item<V>[] = []
  for (const call of calls) {
    const value = read(call)
    if (value === null) continue
    items.push({ value, timeMs: call.timeMs, traceId: call.traceId, probability: 1 })
    if (items.length === MOST_ITEMS) break
  }
  return items
}
