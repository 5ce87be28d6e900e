import { expect, it } from 'vitest'
import { findQuote, lettersOf } from './find-quote.ts'

const textAt = (texts: readonly string[], quote: string, near = 0): string | null => {
  const found = findQuote(lettersOf(texts), quote, near)
  if (found === null) return null
  const { from, to } = found
  if (from.text === to.text) return texts[from.text]!.slice(from.offset, to.offset)
  const between = texts.slice(from.text + 1, to.text)
  return [texts[from.text]!.slice(from.offset), ...between, texts[to.text]!.slice(0, to.offset)].join('|')
}

it('a quote is found whatever Markdown made of its signs and spaces', () => {
  expect(textAt(['Your ', 'order 7', ' is on its way.'], 'Your **order 7** is\n on')).toBe(
    'Your |order 7| is on',
  )
})

it('of several places the nearest to where it stood is meant', () => {
  const texts = ['Paris is large. ', 'In spring Paris is lovely.']
  expect(findQuote(lettersOf(texts), 'Paris', 0)?.from).toEqual({ text: 0, offset: 0 })
  expect(findQuote(lettersOf(texts), 'Paris', 30)?.from).toEqual({ text: 1, offset: 10 })
})

it('a quote that does not stand there, or says nothing, is not found', () => {
  expect(textAt(['Paris is large.'], 'London')).toBeNull()
  expect(textAt(['a b c'], '—')).toBeNull()
  expect(textAt([], 'Paris')).toBeNull()
})

it('letters of all scripts count', () => {
  expect(textAt(['Заказ номер 7, готов 𝒳 уже.'], 'номер 7 готов 𝒳')).toBe('номер 7, готов 𝒳')
})
