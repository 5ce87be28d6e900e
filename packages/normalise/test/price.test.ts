import { describe, expect, test } from 'vitest'
import { costOf } from '../src/price/cost-of.ts'
import { findPrice } from '../src/price/find-price.ts'
import { PRICES, PRICE_VERSION } from '../src/price/prices.ts'
import { emptySpan } from '../src/shared/empty-span.ts'

const call = (change: Partial<ReturnType<typeof emptySpan>>) => ({
  ...emptySpan(),
  kind: 'llm' as const,
  ...change,
})
const tokens = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null }

test.each([1e308, Infinity, NaN, 100_001])('a reported cost of %d is a mistake and no cost', (usd) => {
  expect(costOf(call({ reportedCostUsd: usd }))).toBeNull()
  expect(costOf(call({ reportedCostUsd: 100_000 }))?.usd).toBe(100_000)
})

test('tokens beyond what any call has cost nothing rather than a number that breaks sums', () => {
  const span = call({ provider: 'openai', model: 'gpt-4o-mini', tokens: { ...tokens, input: 2 ** 53 - 1 } })
  expect(costOf(span)).toBeNull()
})

describe('finding a price', () => {
  test.each([
    ['openai', 'gpt-4o-mini-2024-07-18', 'gpt-4o-mini'],
    ['openai', 'gpt-5-nano-2025-08-07', 'gpt-5-nano'],
    ['anthropic', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
    ['anthropic', 'claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
    ['aws.bedrock', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
    ['aws.bedrock', 'amazon.nova-lite-v1:0', 'nova-lite'],
    ['gcp.vertex_ai', 'claude-opus-4-1@20250805', 'claude-opus-4-1'],
    ['gcp.gemini', 'models/gemini-2.5-flash', 'gemini-2.5-flash'],
    [null, 'openai/gpt-4.1', 'gpt-4.1'],
  ])('%s %s costs what %s costs', (provider, model, name) => {
    expect(findPrice(provider, model)?.model).toBe(name)
  })

  test.each([
    ['openai', 'gpt-4o-mini-search-preview-2025-03-11'],
    ['openai', 'Qwen/Qwen3-8B'],
    ['groq', 'gpt-4o'],
    ['openai', 'x'.repeat(5000)],
    ['openai', '__proto__'],
  ])('%s %s has no price rather than a wrong one', (provider, model) => {
    expect(findPrice(provider, model)).toBeNull()
  })

  test('every price names its source and day, and no model stands twice', () => {
    for (const price of PRICES) {
      expect(price.source).toMatch(/^https:\/\//)
      expect(price.date).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(price.date <= PRICE_VERSION).toBe(true)
    }
    expect(new Set(PRICES.map((price) => price.model)).size).toBe(PRICES.length)
  })
})

describe('the cost of a call', () => {
  test('cache reads and writes have their own prices and are not paid twice', () => {
    const span = call({
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      tokens: { ...tokens, input: 3000, output: 100, cacheRead: 1000, cacheWrite: 500 },
    })
    expect(costOf(span)).toEqual({
      usd: expect.closeTo((1500 * 3 + 1000 * 0.3 + 500 * 3.75 + 100 * 15) / 1e6, 12) as number,
      source: 'price_table',
      version: PRICE_VERSION,
    })
  })

  test('a long prompt pays the long rate for all of it', () => {
    const span = call({
      provider: 'gcp.gemini',
      model: 'gemini-2.5-pro',
      tokens: { ...tokens, input: 300_000, output: 0 },
    })
    expect(costOf(span)?.usd).toBeCloseTo(0.75, 12)
  })

  test('what the sender reported wins over the table', () => {
    const span = call({ model: 'gpt-4o', tokens: { ...tokens, input: 10 }, reportedCostUsd: 0.5 })
    expect(costOf(span)).toEqual({ usd: 0.5, source: 'reported', version: '' })
  })

  test('no tokens, no price and an agent that repeats its calls cost nothing of their own', () => {
    expect(costOf(call({ model: 'gpt-4o' }))).toBeNull()
    expect(costOf(call({ model: 'unheard-of', tokens: { ...tokens, input: 10 } }))).toBeNull()
    expect(
      costOf({ ...call({ model: 'gpt-4o', tokens: { ...tokens, input: 10 } }), kind: 'agent' }),
    ).toBeNull()
  })
})
