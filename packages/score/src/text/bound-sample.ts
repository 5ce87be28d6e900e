import type { JsonValue } from '@assay/contract/message'
import { measureJson } from '../json/measure-json.ts'
import type { Passage, Sample } from '../sample.ts'

/** How much of a sample is read: UTF-16 units of a text or of all calls as JSON, and items of a list. */
export interface SampleLimits {
  text: number
  /** Of all passages together, and of all tools as JSON. */
  context: number
  items: number
}

/** Some 20,000 words of answer and 80,000 of context: more than models take today, little enough for tens of milliseconds. */
export const SAMPLE_LIMITS: SampleLimits = { text: 100_000, context: 400_000, items: 1_000 }

/** The beginning of each text that is too long, and which parts of the sample were cut. */
export function boundSample(
  sample: Sample,
  limits: SampleLimits,
): { sample: Sample; cut: ReadonlySet<keyof Sample> } {
  const cut = new Set<keyof Sample>()
  const boundText = (text: string | null, need: keyof Sample) => {
    if (text === null || text.length <= limits.text) return text
    cut.add(need)
    return cutText(text, limits.text)
  }
  const boundList = <T>(list: readonly T[] | null, need: keyof Sample, most = limits.items) => {
    if (list === null || list.length <= most) return list
    cut.add(need)
    return list.slice(0, most)
  }
  /** The first item is always kept: without any, the sample would seem to have none. */
  const boundSize = <T extends object>(list: readonly T[] | null, need: keyof Sample, most: number) => {
    const few = boundList(list, need)
    if (few === null) return null
    let left = most
    const end = few.findIndex((item) => {
      left -= measureJson(item as unknown as JsonValue, left).size
      return left < 0
    })
    if (end < 0 || few.length === 1) return few
    cut.add(need)
    return few.slice(0, Math.max(1, end))
  }
  const bounded: Sample = {
    question: boundText(sample.question, 'question'),
    answer: boundText(sample.answer, 'answer'),
    reference: boundText(sample.reference, 'reference'),
    context: boundPassages(boundList(sample.context, 'context'), limits.context, cut),
    history: boundList(sample.history, 'history'),
    tools: boundSize(sample.tools, 'tools', limits.context),
    relevantIds: boundList(sample.relevantIds, 'relevantIds'),
    repeats:
      boundList(sample.repeats, 'repeats', 20)?.map((text) => boundText(text, 'repeats') ?? '') ?? null,
    tokenLogProbabilities: boundList(sample.tokenLogProbabilities, 'tokenLogProbabilities', limits.text),
    toolCalls: boundSize(sample.toolCalls, 'toolCalls', limits.text),
  }
  return { sample: bounded, cut }
}

function boundPassages(passages: readonly Passage[] | null, most: number, cut: Set<keyof Sample>) {
  if (passages === null) return null
  let left = most
  return passages.map((passage) => {
    const text = cutText(passage.text, left)
    if (text.length < passage.text.length) cut.add('context')
    left -= text.length
    return text === passage.text ? passage : { id: passage.id, text }
  })
}

/** The beginning of a text, at most `most` units, without half a surrogate pair at the end. */
function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most)
}
