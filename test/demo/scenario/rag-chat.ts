import { callModel } from '../call-model.ts'
import type { Conversation, NextExchange } from '../conversation.ts'
import { genaiChat, genaiEmbedding, genaiMessages, genaiRetrieval } from '../genai-attributes.ts'
import type { DemoDocument, DemoMessage } from '../message.ts'
import { assistantText, userText } from '../message.ts'
import { MODELS } from '../model.ts'
import { ANSWER_PROMPTS, REWRITE_PROMPT } from '../prompts.ts'
import { orderSheet } from '../text/facts.ts'
import { retrieveArticles } from '../retrieve.ts'
import { countTokens } from '../tokens.ts'
import { failSpan } from '../trace-builder.ts'
import type { TurnContext } from '../turn-context.ts'
import { identity, usesNewPrompt } from '../turn-context.ts'
import { HTTP_SCOPE } from '../company.ts'

const APOLOGY = 'Sorry, I cannot answer right now. Please try again in a moment.'

/** One question to the chat on the website: rewrite, search, answer. Adds the turn to the conversation. */
export function ragTurn(context: TurnContext, conversation: Conversation, next: NextExchange): void {
  const { builder } = context
  const who = identity(context)
  const question = userText(next.question)
  builder.span('invoke_workflow answer_question', {}, (root) => {
    Object.assign(root.attributes, who, {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'answer_question',
      'gen_ai.input.messages': genaiMessages([question]),
    })
    checkInput(context)
    const query =
      conversation.history.length === 0 ? next.question : rewriteQuery(context, conversation, next)
    const documents = search(context, query, next.exchange.articles)
    const reply = answer(context, conversation, next, question, documents)
    root.attributes['gen_ai.output.messages'] = genaiMessages([reply ?? assistantText(APOLOGY)], 'stop')
    if (reply === null) {
      failSpan(root, builder.nowUs, 'no_answer', 'No model answered after three attempts.')
      return
    }
    conversation.history.push(question, reply)
    builder.span('save_turn', { kind: 'client', scope: HTTP_SCOPE }, (span) => {
      Object.assign(span.attributes, {
        'db.system.name': 'postgresql',
        'db.operation.name': 'INSERT',
        'db.collection.name': 'turns',
      })
      builder.advance(context.random.around(6, 0.5))
    })
  })
}

function checkInput(context: TurnContext): void {
  context.builder.span('check_input', {}, (span) => {
    Object.assign(span.attributes, {
      'check.length': 'ok',
      'check.language': context.random.chance(0.93) ? 'en' : 'de',
    })
    context.builder.advance(context.random.around(3, 0.4))
  })
}

function rewriteQuery(context: TurnContext, conversation: Conversation, next: NextExchange): string {
  const query = `${conversation.topic.id}: ${next.question.replace(/[?!.].*$/s, '').toLowerCase()}`
  const call = callModel(context, {
    model: MODELS.small,
    system: REWRITE_PROMPT,
    messages: [...conversation.history.slice(-4), userText(next.question)],
    reply: assistantText(query),
    temperature: 0,
    maxTokens: 64,
    prompt: { name: 'rewrite-query', version: '3' },
    encode: genaiChat,
    attributes: identity(context),
    spanName: `chat ${MODELS.small.name}`,
  })
  return call === null ? next.question : query
}

function search(context: TurnContext, query: string, wanted: readonly string[]): DemoDocument[] {
  const { builder, random } = context
  const model = MODELS.embedding
  builder.span(`embeddings ${model.name}`, { kind: 'client' }, (span) => {
    builder.advance(random.around(model.ttftMs, 0.3))
    Object.assign(
      span.attributes,
      identity(context),
      genaiEmbedding({ model, texts: [query], inputTokens: countTokens(query) }),
    )
  })
  const topK = 4
  return builder.span('retrieval kb-articles', { kind: 'client' }, (span) => {
    const documents = retrieveArticles(random, wanted, topK)
    builder.span(
      'POST /collections/kb-articles/points/query',
      { kind: 'client', scope: HTTP_SCOPE },
      (http) => {
        builder.advance(random.around(18, 0.5))
        Object.assign(http.attributes, {
          'http.request.method': 'POST',
          'http.response.status_code': 200,
          'server.address': 'vectors.kettleandcairn.example',
        })
      },
    )
    builder.advance(random.around(2, 0.3))
    Object.assign(
      span.attributes,
      identity(context),
      genaiRetrieval({ source: 'kb-articles', query, topK, documents }),
    )
    return documents
  })
}

function answer(
  context: TurnContext,
  conversation: Conversation,
  next: NextExchange,
  question: DemoMessage,
  documents: readonly DemoDocument[],
): DemoMessage | null {
  const isNew = usesNewPrompt(context)
  const version = isNew ? '8' : '7'
  const model = context.random.weighted([
    [MODELS.large, 62],
    [MODELS.small, 24],
    [MODELS.claude, 14],
  ])
  const articles = documents.map((document) => `## ${document.title} (${document.id})\n${document.content}`)
  const call = callModel(context, {
    model,
    system: `${ANSWER_PROMPTS[version]}\n\n# Order\n\n${orderSheet(conversation.facts)}\n\n# Articles\n\n${articles.join('\n\n')}`,
    messages: [...conversation.history, question],
    reply: assistantText(next.answer(isNew)),
    stream: true,
    prompt: { name: 'answer-question', version },
    canFail: true,
    slowness: context.tags.includes('slow-network') ? 9 : 1,
    encode: genaiChat,
    attributes: identity(context),
    spanName: `chat ${model.name}`,
  })
  return call?.reply ?? null
}
