import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue } from '@assay/contract/message'
import { inputMessages } from './chat-body.ts'
import { toDocuments } from './documents.ts'
import { inputOf, outputOf } from './gen-ai-messages.ts'
import { firstText } from './message-part.ts'
import { userText } from './message-text.ts'
import { asText, isObject, jsonText, structured } from './parse-json.ts'

/** The question in a JSON object, under one of the names that frameworks give their input; null where there is none. */
export function queryIn(value: JsonValue): string | null {
  if (typeof value === 'string') return value
  return isObject(value)
    ? firstText(value, 'query', 'question', 'input', 'text', 'str_or_query_bundle')
    : null
}

/** The texts to embed: a text, a list of texts, or either under `input` of a request body. */
export function textsToEmbed(value: JsonValue): string | null {
  const list = isObject(value) ? (value['input'] ?? value['texts'] ?? value['text'] ?? null) : value
  if (typeof list === 'string') return list
  const isTexts = Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string')
  return isTexts ? list.join('\n') : null
}

function plainText(value: AnyValue | undefined): string | null {
  if (value === undefined || value === null) return null
  const json = structured(value)
  // A text that was JSON-dumped loses its quotes; objects keep the text that came.
  return typeof json === 'string' ? json : asText(value)
}

function readModelBodies(
  span: CanonicalSpan,
  input: AnyValue | undefined,
  output: AnyValue | undefined,
): void {
  if (span.inputMessages.length === 0) span.inputMessages = inputOf(input)
  if (span.outputMessages.length === 0) span.outputMessages = outputOf(output)
  if (span.inputMessages.length === 0) span.input ??= plainText(input)
  if (span.outputMessages.length === 0) span.output ??= plainText(output)
}

function outputTextIn(value: JsonValue): string | null {
  return isObject(value) ? firstText(value, 'output', 'answer', 'result', 'text') : null
}

/**
 * Takes what an SDK recorded as the input and output of a span, by the span's kind: messages of a model call, query and documents
 * of a retriever, texts of an embedding, text of all others.
 */
export function readBodies(
  span: CanonicalSpan,
  input: AnyValue | undefined,
  output: AnyValue | undefined,
): void {
  if (span.kind === 'llm') return readModelBodies(span, input, output)
  span.input ??= plainText(input)
  if (span.kind === 'embedding') {
    span.inputText ??= textsToEmbed(structured(input))
    return
  }
  span.output ??= plainText(output)
  if (span.kind === 'tool' || span.kind === 'guardrail' || span.kind === 'evaluator') return
  const asked = structured(input)
  if (span.kind === 'retriever' || span.kind === 'reranker') {
    span.inputText ??= queryIn(asked)
    if (span.documents.length === 0) span.documents = toDocuments(structured(output))
    return
  }
  span.inputText ??= userText(inputMessages(asked)) ?? queryIn(asked)
  span.outputText ??= outputTextIn(structured(output))
}

/** A JSON-dumped scalar as text: `"LLM"` with its quotes is LLM. */
export function undumped(value: AnyValue | undefined): string | null {
  if (value === undefined || value === null) return null
  const json = structured(value)
  const text = json === null ? '' : jsonText(json)
  return text === '' ? null : text
}
