import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { readGenAi } from '../shared/gen-ai.ts'
import { setParameter } from '../shared/parameters.ts'
import type { Dialect } from './dialect.ts'

function readServer(reader: AttributeReader, span: CanonicalSpan, isCall: boolean): void {
  readGenAi(reader, span)
  span.kind = isCall ? 'llm' : 'span'
  span.isServerSide = isCall
  if (isCall) span.responseId ??= reader.text('gen_ai.request.id')
}

/** vLLM: one span `llm_request` a call, timings under `gen_ai.latency.*`. */
export const vllm: Dialect = {
  name: 'vllm',
  detect: (raw) =>
    raw.scope.name.startsWith('vllm.') ||
    raw.resource.attributes.has('vllm.instrumenting_module_name') ||
    (raw.name === 'llm_request' && raw.attributes.has('gen_ai.latency.e2e')),
  map: (raw, reader, span) => readServer(reader, span, raw.name === 'llm_request'),
}

/** SGLang: a span `… Req <id>` a call, with slices of the scheduler below it. */
export const sglang: Dialect = {
  name: 'sglang',
  detect: (raw) => raw.scope.name === 'sglang server' || raw.attributes.get('module') === 'sglang::request',
  map: (raw, reader, span) =>
    readServer(reader, span, raw.attributes.has('rid') || raw.attributes.has('gen_ai.usage.prompt_tokens')),
}

const RUST_FIELD = /(\w+): Some\((-?[\d.]+)\)/g
const LONGEST_PARAMETERS = 2048

/** Text Generation Inference: `generate` and its siblings; parameters in Rust's debug form. */
export const tgi: Dialect = {
  name: 'tgi',
  detect: ({ attributes }) =>
    attributes.has('inference_time') && attributes.has('queue_time') && attributes.has('validation_time'),
  map(_raw, reader, span) {
    readServer(reader, span, true)
    const text = reader.text('parameters') ?? ''
    if (text.length > LONGEST_PARAMETERS) return
    for (const [, name, value] of text.matchAll(RUST_FIELD)) setParameter(span, name ?? '', Number(value))
  },
}

/** Triton: `InferRequest` above spans of the models of an ensemble. */
export const triton: Dialect = {
  name: 'triton',
  detect: (raw) =>
    raw.scope.name === 'triton-server' ||
    raw.attributes.has('triton.model_name') ||
    (raw.name === 'InferRequest' && raw.attributes.size === 0),
  map: (raw, reader, span) => readServer(reader, span, raw.name === 'InferRequest'),
}
