import { EMPTY_SAMPLE, type Sample } from '@assay/score/sample'
import type { Random } from '@assay/stats/random/seeded'
import { drawCast, writeQuestion, writeText } from './write-text.ts'

/** Characters of answer and context that the target speaks of. */
const ANSWER = 1_000
const CONTEXT = 4_000
/** People and places that a context of this length speaks of. */
const NAMES = 12

/** A sample of 1 kB of answer and 4 kB of context in eight passages, no two alike; the answer retells part of the context. */
export function writeSample(random: Random): Sample {
  const cast = drawCast(random, NAMES)
  const sentences = writeText(random, CONTEXT, cast)
  const size = Math.ceil(sentences.length / 8)
  const passages = Array.from({ length: 8 }, (_, i) => sentences.slice(i * size, (i + 1) * size))
  const answer = writeText(random, ANSWER, cast, sentences).join(' ').slice(0, ANSWER)
  return {
    ...EMPTY_SAMPLE,
    question: writeQuestion(random, cast),
    answer,
    context: passages.map((part, i) => ({ id: `passage-${i}`, text: part.join(' ') })),
    reference: writeText(random, ANSWER / 2, cast, sentences).join(' '),
    relevantIds: ['passage-1', 'passage-4'],
    repeats: [1, 2, 3].map(() => writeText(random, ANSWER, cast, sentences).join(' ')),
    history: [],
  }
}

/** The same with an answer of JSON, and calls of a tool with the definition to check them by. */
export function writeJsonSample(random: Random): Sample {
  const sample = writeSample(random)
  const items = (sample.context ?? []).slice(0, 2).map(({ id, text }) => ({ id, text: text.slice(0, 420) }))
  const call = { name: 'search', arguments: { query: sample.question, limit: 5 } }
  return {
    ...sample,
    answer: JSON.stringify({ items, total: items.length }, null, 2),
    toolCalls: [call, call],
    tools: [{ name: 'search', description: null, parameters: SEARCH_SCHEMA }],
  }
}

const SEARCH_SCHEMA = {
  type: 'object',
  properties: { query: { type: 'string' }, limit: { type: 'integer', minimum: 1 } },
  required: ['query'],
}

/** JSON Schema of the answers that writeJsonSample writes. */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: { type: 'object', properties: { text: { type: 'string' } }, required: ['id', 'text'] },
    },
    total: { type: 'integer' },
  },
  required: ['items'],
}
