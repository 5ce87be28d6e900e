import type { JsonValue, RetrievedDocument } from '@assay/contract/message'
import { toNumber } from './attribute-reader.ts'
import { firstText } from './message-part.ts'
import { isObject, jsonText, parseJson, type JsonObject } from './parse-json.ts'

const MAX_DOCUMENTS = 10_000

function idOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null
}

/** One document in the spellings of the conventions, LangChain and LlamaIndex. */
export function toDocument(value: JsonValue): RetrievedDocument {
  if (!isObject(value)) return { id: null, content: jsonText(value), score: null, metadata: null }
  const inner: JsonObject = [value['document'], value['kwargs'], value['node']].find(isObject) ?? value
  const metadata = inner['metadata'] ?? value['metadata'] ?? null
  return {
    id: idOf(inner['id'] ?? value['id'] ?? (isObject(metadata) ? metadata['id'] : undefined)),
    content:
      firstText(inner, 'content', 'page_content', 'pageContent', 'text', 'title') ??
      firstText(value, 'document'),
    score: toNumber(value['score'] ?? value['relevance_score'] ?? value['relevance'] ?? inner['score']),
    metadata: typeof metadata === 'string' ? (parseJson(metadata) ?? metadata) : metadata,
  }
}

/** Documents of a list, or of the `documents`, `results` or `output` of an object; empty when there are none. */
export function toDocuments(value: JsonValue): RetrievedDocument[] {
  const list = isObject(value) ? (value['documents'] ?? value['results'] ?? value['output']) : value
  return Array.isArray(list) ? list.slice(0, MAX_DOCUMENTS).map(toDocument) : []
}
