import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { JsonValue } from '@assay/contract/message'
import type { SpanKind } from '@assay/contract/span-kind'
import type { AttributeReader } from '../shared/attribute-reader.ts'
import { queryIn, textsToEmbed } from '../shared/bodies.ts'
import { inputMessages, outputMessages } from '../shared/chat-body.ts'
import { msToFirst } from '../shared/events.ts'
import { genAiKind, readGenAi } from '../shared/gen-ai.ts'
import { readMessages } from '../shared/gen-ai-messages.ts'
import { gatherIndexed } from '../shared/indexed-attributes.ts'
import { firstText } from '../shared/message-part.ts'
import { userText } from '../shared/message-text.ts'
import { readFlatDocuments, readFlatMessages, readFlatTools } from '../shared/openinference-lists.ts'
import { setParameters } from '../shared/parameters.ts'
import { isObject, structured } from '../shared/parse-json.ts'
import { textMessage } from '../shared/parse-messages.ts'
import { normaliseProvider } from '../shared/provider.ts'
import type { Dialect } from './dialect.ts'

const KINDS = new Map<string, SpanKind>([
  ['LLM', 'llm'],
  ['CHAIN', 'chain'],
  ['PROMPT', 'chain'],
  ['AGENT', 'agent'],
  ['TOOL', 'tool'],
  ['RETRIEVER', 'retriever'],
  ['EMBEDDING', 'embedding'],
  ['RERANKER', 'reranker'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
])

const OPERATIONS: { [kind in SpanKind]?: string } = {
  llm: 'chat',
  embedding: 'embeddings',
  retriever: 'retrieval',
  agent: 'invoke_agent',
  tool: 'execute_tool',
}

function readModel(reader: AttributeReader, span: CanonicalSpan): void {
  span.provider = normaliseProvider(reader.text('llm.provider') ?? reader.text('llm.system'))
  span.model =
    reader.text('llm.response.model_name') ??
    reader.text('llm.model_name') ??
    reader.text('embedding.model_name') ??
    reader.text('reranker.model_name')
  const parameters = structured(
    reader.raw('llm.invocation_parameters') ?? reader.raw('embedding.invocation_parameters'),
  )
  setParameters(span, parameters)
  span.requestModel =
    reader.text('llm.request.model_name') ??
    (isObject(parameters) ? firstText(parameters, 'model', 'model_name') : null)
}

function readUsage(reader: AttributeReader, span: CanonicalSpan): void {
  const { tokens } = span
  tokens.input = reader.count('llm.token_count.prompt')
  tokens.output = reader.count('llm.token_count.completion')
  tokens.cacheRead = reader.count('llm.token_count.prompt_details.cache_read')
  tokens.cacheWrite = reader.count('llm.token_count.prompt_details.cache_write')
  tokens.reasoning = reader.count('llm.token_count.completion_details.reasoning')
  reader.count('llm.token_count.total')
  const total = reader.number('llm.cost.total')
  const prompt = reader.number('llm.cost.prompt')
  const completion = reader.number('llm.cost.completion')
  const cost = total ?? (prompt === null && completion === null ? null : (prompt ?? 0) + (completion ?? 0))
  if (cost !== null && cost >= 0) span.reportedCostUsd = cost
}

function readPrompts(reader: AttributeReader, span: CanonicalSpan): void {
  const use = (key: string): void => reader.use(key)
  span.inputMessages = readFlatMessages(reader, 'llm.input_messages.', 'user')
  span.outputMessages = readFlatMessages(reader, 'llm.output_messages.', 'assistant')
  if (span.inputMessages.length === 0) {
    for (const item of gatherIndexed(reader.attributes, 'llm.prompts.', use)) {
      const text = item.get('prompt.text')
      if (typeof text === 'string') span.inputMessages.push(textMessage('user', text))
    }
    if (span.inputMessages.length > 0) span.operation = 'text_completion'
  }
  if (span.outputMessages.length > 0) return
  for (const item of gatherIndexed(reader.attributes, 'llm.choices.', use)) {
    const text = item.get('completion.text')
    if (typeof text === 'string') span.outputMessages.push(textMessage('assistant', text))
  }
  if (span.outputMessages.length > 0) span.operation = 'text_completion'
}

/** The recorded answer names what the flattened attributes leave out: its id and why each choice ended. */
function readAnswer(span: CanonicalSpan, answer: JsonValue): void {
  if (!isObject(answer)) return
  span.responseId ??= firstText(answer, 'id')
  const spoken = outputMessages(answer)
  span.outputMessages.forEach((message, i) => {
    const said = spoken[i]
    message.finishReason ??= said?.finishReason ?? null
    if (message.parts.length === 0 && said !== undefined) message.parts = said.parts
  })
  if (span.outputMessages.length === 0) span.outputMessages = spoken
}

function readBodies(reader: AttributeReader, span: CanonicalSpan): void {
  const input = reader.body('input.value')
  const output = reader.body('output.value')
  reader.text('input.mime_type')
  reader.text('output.mime_type')
  if (span.kind !== 'llm') {
    span.input = input
    span.output = output
    const value = structured(input ?? undefined)
    if (span.kind === 'retriever' || span.kind === 'reranker') span.inputText = queryIn(value)
    else if (span.kind === 'chain' || span.kind === 'agent') span.inputText = userText(inputMessages(value))
    return
  }
  if (span.inputMessages.length === 0 && input !== null) span.inputMessages = inputMessages(structured(input))
  if (output !== null) readAnswer(span, structured(output))
  if (span.inputMessages.length === 0) span.input = input
  if (span.outputMessages.length === 0) span.output = output
}

/** Why the first choice ended; of a streamed answer this attribute alone says it. */
function readFinishReason(reader: AttributeReader, span: CanonicalSpan): void {
  const reason = reader.text('llm.finish_reason')
  const answer = span.outputMessages[0]
  if (answer !== undefined) answer.finishReason ??= reason
  else if (reason !== null && span.finishReasons.length === 0) span.finishReasons = [reason]
}

function readEmbeddings(reader: AttributeReader, span: CanonicalSpan): void {
  const items = gatherIndexed(reader.attributes, 'embedding.embeddings.', (key) => reader.use(key))
  const texts = items.map((item) => item.get('embedding.text')).filter((text) => typeof text === 'string')
  const text = reader.text('embedding.text')
  if (texts.length > 0) span.inputText = texts.join('\n')
  else if (text !== null) span.inputText = text
  else span.inputText = textsToEmbed(structured(span.input ?? undefined))
  // Vectors are no text that anybody reads or searches.
  span.output = null
}

function readTool(reader: AttributeReader, span: CanonicalSpan, name: string): void {
  const tool = reader.text('tool.name') ?? span.tool?.name ?? (name === '' ? null : name)
  if (tool === null) return
  span.tool = {
    name: tool,
    callId: reader.text('tool_call.id') ?? reader.text('tool.id') ?? span.tool?.callId ?? null,
    description: reader.text('tool.description') ?? span.tool?.description ?? null,
  }
  span.input ??= reader.body('tool_call.function.arguments') ?? reader.body('tool.parameters')
}

function readDocuments(reader: AttributeReader, span: CanonicalSpan): void {
  const documents = readFlatDocuments(reader, 'retrieval.documents.')
  const ranked = readFlatDocuments(reader, 'reranker.output_documents.')
  const candidates = readFlatDocuments(reader, 'reranker.input_documents.')
  span.documents = documents.length > 0 ? documents : ranked.length > 0 ? ranked : candidates
  const query = reader.text('reranker.query')
  if (query !== null) span.inputText = query
}

/** OpenInference, as Arize's instrumentations write it: `openinference.span.kind` and flattened lists. */
export const openInference: Dialect = {
  name: 'openinference',
  detect: (raw) =>
    raw.attributes.has('openinference.span.kind') || raw.scope.name.startsWith('openinference.'),
  map(raw, reader, span) {
    readModel(reader, span)
    readUsage(reader, span)
    readGenAi(reader, span)
    const kind = KINDS.get(reader.text('openinference.span.kind')?.toUpperCase() ?? '')
    span.kind = kind ?? genAiKind(reader, span)
    readPrompts(reader, span)
    readMessages(reader, span)
    readBodies(reader, span)
    readFinishReason(reader, span)
    span.operation ??= OPERATIONS[span.kind] ?? null
    if (span.kind === 'embedding') readEmbeddings(reader, span)
    if (span.kind === 'tool') readTool(reader, span, raw.name)
    if (span.kind === 'retriever' || span.kind === 'reranker') readDocuments(reader, span)
    const tools = readFlatTools(reader)
    if (tools.length > 0) span.toolDefinitions = tools
    span.agentName ??= reader.text('agent.name')
    span.ttftMs ??= msToFirst(raw, 'First Token Stream Event')
    span.promptName ??= reader.text('prompt.name') ?? reader.text('prompt.id')
    span.promptVersion ??= reader.text('llm.prompt_template.version') ?? reader.text('prompt.version')
  },
}
