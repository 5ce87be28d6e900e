export interface Article {
  id: string
  title: string
  text: string
}

/** One thing a customer asks and the ways to answer it. `{name}` marks a fact of the session, see facts.ts. */
export interface Exchange {
  asks: readonly string[]
  answers: readonly string[]
  /** Ids of the articles that hold the answer. */
  articles: readonly string[]
}

export interface Topic {
  id: string
  /** How often people write about it, relative to other topics. */
  weight: number
  articles: readonly Article[]
  /** The first opens a conversation; the others follow in any order. */
  exchanges: readonly [Exchange, ...Exchange[]]
}
