import { callModel } from '../call-model.ts'
import type { Conversation, NextExchange } from '../conversation.ts'
import type { DemoAttributes } from '../demo-trace.ts'
import type { DemoDocument } from '../message.ts'
import { assistantText, messageText, userText } from '../message.ts'
import { MODELS } from '../model.ts'
import {
  openInferenceChat,
  openInferenceEmbedding,
  openInferenceReranker,
  openInferenceRetrieval,
} from '../openinference-attributes.ts'
import { DRAFT_PROMPT, TRIAGE_PROMPT } from '../prompts.ts'
import { retrieveArticles } from '../retrieve.ts'
import { countTokens } from '../tokens.ts'
import { failSpan } from '../trace-builder.ts'
import type { TurnContext } from '../turn-context.ts'
import { openInferenceIdentity } from '../turn-context.ts'

/** One e-mail sorted and answered with a draft, traced with OpenInference. Adds the turn to the conversation. */
export function mailTurn(context: TurnContext, conversation: Conversation, next: NextExchange): void {
  const { builder, random } = context
  const who = openInferenceIdentity(context)
  const subject = `${conversation.topic.id} ${conversation.facts['order'] ?? ''}`
  const mail = `Subject: ${conversation.history.length === 0 ? '' : 'Re: '}${subject}\n\n${next.question}`
  builder.span('triage_mail', { attributes: { ...who, 'openinference.span.kind': 'CHAIN' } }, (root) => {
    Object.assign(root.attributes, { 'input.value': mail, 'input.mime_type': 'text/plain' })
    const label = JSON.stringify({
      category: conversation.topic.id,
      urgency: random.int(1, 3),
      language: 'en',
    })
    callModel(context, {
      model: MODELS.local,
      system: TRIAGE_PROMPT,
      messages: [userText(mail)],
      reply: assistantText(label),
      temperature: 0,
      maxTokens: 80,
      encode: openInferenceChat,
      attributes: who,
      spanName: 'classify_mail',
    })
    const documents = searchArticles(context, next)
    const draft = writeDraft(context, conversation, next, mail, documents)
    checkDraft(context, draft)
    if (draft === null) {
      failSpan(root, builder.nowUs, 'no_answer', 'No model answered after three attempts.')
      return
    }
    Object.assign(root.attributes, { 'output.value': draft, 'output.mime_type': 'text/plain' })
    conversation.history.push(userText(mail), assistantText(draft))
  })
}

function searchArticles(context: TurnContext, next: NextExchange): DemoDocument[] {
  const { builder, random } = context
  const who = openInferenceIdentity(context)
  const found = builder.span('search_articles', { attributes: who }, (span) => {
    const model = MODELS.embedding
    builder.span('embed_query', { kind: 'client', attributes: who }, (embedding) => {
      builder.advance(random.around(model.ttftMs, 0.3))
      const call = { model, texts: [next.question], inputTokens: countTokens(next.question) }
      Object.assign(embedding.attributes, openInferenceEmbedding(call))
    })
    builder.advance(random.around(21, 0.4))
    const documents = retrieveArticles(random, next.exchange.articles, 6)
    const call = { source: 'kb-articles', query: next.question, topK: 6, documents }
    Object.assign(span.attributes, openInferenceRetrieval(call))
    return documents
  })
  return builder.span('rerank_articles', { attributes: who }, (span) => {
    builder.advance(random.around(34, 0.3))
    const best = found
      .slice(0, 3)
      .map((document) => ({ ...document, score: Math.min(0.99, document.score + 0.04) }))
    Object.assign(span.attributes, openInferenceReranker('bge-reranker-v2-m3', next.question, found, best))
    return best
  })
}

function writeDraft(
  context: TurnContext,
  conversation: Conversation,
  next: NextExchange,
  mail: string,
  documents: readonly DemoDocument[],
): string | null {
  const articles = documents.map((document) => `[${document.id}] ${document.content}`).join('\n')
  const model = context.random.chance(0.7) ? MODELS.small : MODELS.local
  const call = callModel(context, {
    model,
    system: `${DRAFT_PROMPT}\n\n${articles}`,
    messages: [...conversation.history, userText(mail)],
    reply: assistantText(`Dear customer,\n\n${next.answer(false)}\n\nKind regards\nKettle & Cairn`),
    stream: true,
    canFail: true,
    prompt: { name: 'draft-reply', version: '4' },
    encode: openInferenceChat,
    attributes: openInferenceIdentity(context),
    spanName: 'draft_reply',
  })
  return call?.reply == null ? null : messageText(call.reply)
}

function checkDraft(context: TurnContext, draft: string | null): void {
  const who: DemoAttributes = { ...openInferenceIdentity(context), 'openinference.span.kind': 'GUARDRAIL' }
  context.builder.span('check_draft', { attributes: who }, (span) => {
    context.builder.advance(context.random.around(11, 0.4))
    const verdict = draft === null ? 'skipped' : context.random.chance(0.97) ? 'pass' : 'hold'
    Object.assign(span.attributes, { 'input.value': draft ?? '', 'output.value': verdict })
  })
}
