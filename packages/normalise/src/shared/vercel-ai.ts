import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue, RetrievedDocument } from '@assay/contract/message'
import { toNumber, type AttributeReader } from './attribute-reader.ts'
import { toDocument } from './documents.ts'
import { textList } from './gen-ai.ts'
import { isObject, jsonText, structured } from './parse-json.ts'

/** Where the AI SDK puts what the application told it about a call: version 7's runtime context. */
export const CONTEXT = 'ai.settings.context.'
/** The same up to version 6. */
const METADATA = 'ai.telemetry.metadata.'

const SESSION = ['sessionId', 'session_id', 'threadId', 'thread_id', 'conversationId', 'chatId']
const USER = ['userId', 'user_id']

function first(reader: AttributeReader, names: readonly string[]): string | null {
  for (const prefix of [METADATA, CONTEXT])
    for (const name of names) {
      const text = reader.text(prefix + name)
      if (text !== null) return text
    }
  return null
}

/** Session, user and tags, which the SDK has no field for: applications name them in the metadata or the runtime context. */
export function readApplicationContext(reader: AttributeReader, span: CanonicalSpan): void {
  span.sessionId ??= first(reader, SESSION)
  span.userId ??= first(reader, USER)
  if (span.tags.length === 0)
    span.tags = textList(reader.raw(`${METADATA}tags`) ?? reader.raw(`${CONTEXT}tags`))
}

/** The texts to embed: a list of JSON texts, one per value. Vectors are no text that anybody reads or searches. */
export function readEmbedding(reader: AttributeReader, span: CanonicalSpan): void {
  const value = structured(reader.raw('ai.values') ?? reader.raw('ai.value'))
  const list: JsonValue[] = Array.isArray(value) ? value : value === null ? [] : [value]
  if (list.length > 0)
    span.inputText = list
      .map((item) => jsonText(typeof item === 'string' ? structured(item) : item))
      .join('\n')
  if (reader.raw('ai.embeddings') === undefined) reader.raw('ai.embedding')
}

const items = (value: JsonValue): JsonValue[] =>
  Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? structured(item) : item)) : []

/** Documents of a reranking, in the order and with the scores of the ranking where there is one. */
export function readRanking(reader: AttributeReader, span: CanonicalSpan): void {
  const value = structured(reader.raw('ai.documents'))
  if (!Array.isArray(value)) return
  const documents = value.map((item) => toDocument(typeof item === 'string' ? structured(item) : item))
  const ranked = items(structured(reader.raw('ai.ranking'))).flatMap((item): RetrievedDocument[] => {
    if (!isObject(item)) return []
    const index = toNumber(item['index'] ?? item['originalIndex'])
    const document = index === null ? undefined : documents[index]
    const score = toNumber(item['relevanceScore'] ?? item['score'])
    return document === undefined ? [] : [{ ...document, score: score ?? document.score }]
  })
  span.documents = ranked.length > 0 ? ranked : documents
}
