import type { DemoDocument } from './message.ts'
import type { SeededRandom } from './random.ts'
import { ARTICLES } from './text/topics.ts'

/**
 * What the knowledge base would find: the articles that hold the answer first, then near misses, best first.
 * One search in twenty misses the right article, as real ones do.
 */
export function retrieveArticles(
  random: SeededRandom,
  wanted: readonly string[],
  topK: number,
): DemoDocument[] {
  const isMiss = random.chance(0.05)
  const score = (low: number, high: number) => Math.round((low + random.next() * (high - low)) * 1000) / 1000
  const right = isMiss ? [] : ARTICLES.filter((article) => wanted.includes(article.id))
  const others = random.shuffle(ARTICLES.filter((article) => !wanted.includes(article.id)))
  return [
    ...right.map((article) => ({ article, score: score(0.74, 0.93) })),
    ...others
      .slice(0, Math.max(0, topK - right.length))
      .map((article) => ({ article, score: score(0.31, 0.66) })),
  ]
    .slice(0, topK)
    .sort((a, b) => b.score - a.score)
    .map((hit) => ({
      id: hit.article.id,
      score: hit.score,
      title: hit.article.title,
      content: hit.article.text,
    }))
}
