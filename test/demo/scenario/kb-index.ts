import { HTTP_SCOPE } from '../company.ts'
import { genaiEmbedding } from '../genai-attributes.ts'
import { MODELS } from '../model.ts'
import { ARTICLES } from '../text/topics.ts'
import { countTokens } from '../tokens.ts'
import { failSpan } from '../trace-builder.ts'
import type { TurnContext } from '../turn-context.ts'

/** The job that embeds the articles again every few minutes; it has no user and no session. */
export function indexArticles(context: TurnContext): void {
  const { builder, random } = context
  builder.span(
    'index_articles',
    { attributes: { 'job.name': 'index_articles', 'tag.tags': context.tags } },
    (root) => {
      const changed = random.shuffle(ARTICLES).slice(0, random.int(6, 14))
      root.attributes['articles.changed'] = changed.length
      for (let at = 0; at < changed.length; at += 3) {
        const batch = changed.slice(at, at + 3)
        embed(
          context,
          batch.map((article) => `${article.title}\n${article.text}`),
        )
        builder.span('PUT /collections/kb-articles/points', { kind: 'client', scope: HTTP_SCOPE }, (span) => {
          builder.advance(random.around(26, 0.4))
          Object.assign(span.attributes, { 'http.request.method': 'PUT', 'http.response.status_code': 200 })
          if (!random.chance(0.03)) return
          span.attributes['http.response.status_code'] = 503
          failSpan(span, builder.nowUs, '503', 'The vector store is restarting.')
        })
      }
    },
  )
}

function embed(context: TurnContext, texts: readonly string[]): void {
  const { builder, random } = context
  const model = MODELS.embedding
  builder.span(`embeddings ${model.name}`, { kind: 'client' }, (span) => {
    const inputTokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
    builder.advance(random.around(model.ttftMs + (inputTokens / model.tokensPerSecond) * 1000, 0.3))
    Object.assign(span.attributes, genaiEmbedding({ model, texts, inputTokens }))
  })
}
