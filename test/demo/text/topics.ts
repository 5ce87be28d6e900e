import { ACCOUNT } from './topic-account.ts'
import { GEAR } from './topic-gear.ts'
import { INVOICES } from './topic-invoices.ts'
import { ORDERS } from './topic-orders.ts'
import { RETURNS } from './topic-returns.ts'
import { SHIPPING } from './topic-shipping.ts'
import { WARRANTY } from './topic-warranty.ts'
import type { Article, Topic } from './topic.ts'

export const TOPICS: readonly Topic[] = [ORDERS, SHIPPING, RETURNS, INVOICES, WARRANTY, ACCOUNT, GEAR]

/** The knowledge base of the make-believe shop. */
export const ARTICLES: readonly Article[] = TOPICS.flatMap((topic) => topic.articles)
