import { describe, expect, test } from 'vitest'
import { domainClassifier } from '../../src/drift/domain-classifier.ts'
import { compareWords, countTexts } from '../../src/drift/word-shares.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'

const random = seededRandom('words')

/** A text of 30 words of a language in which a few are common, with one word added in a share of the texts. */
function text(added: string, share: number): string[] {
  const words = Array.from({ length: 30 }, () => `w${Math.floor(300 * random() ** 3)}`)
  return random() < share ? [...words, added] : words
}

describe('the domain classifier', () => {
  test('tells texts apart by a new word and names it first', () => {
    const reference = Array.from({ length: 80 }, () => text('refund', 0.02))
    const current = Array.from({ length: 60 }, () => text('refund', 0.6))
    const { auc, pValue, words } = domainClassifier(reference, current, { random })
    expect(auc).toBeGreaterThan(0.65)
    expect(pValue).toBeLessThan(0.01)
    expect(words[0]!.word).toBe('refund')
    expect(words[0]!.currentShare).toBeGreaterThan(words[0]!.referenceShare)
    expect(words).toHaveLength(10)
  })

  test('without a difference its p-value is at most 0.05 in 5 % of tests', () => {
    let alarms = 0
    const runs = 400
    for (let run = 0; run < runs; run++) {
      const draw = () => Array.from({ length: 20 }, () => text('x', 0.3))
      if (domainClassifier(draw(), draw(), { random }).pValue <= 0.05) alarms++
    }
    // Three standard errors.
    expect(Math.abs(alarms / runs - 0.05)).toBeLessThan(0.033)
  })

  test('a word is counted once a text and its change has the hand-calculated log-odds', () => {
    const [change] = compareWords(countTexts([['a', 'a'], ['b']]), countTexts([['a'], ['a', 'b'], ['a']]))
    expect(change).toMatchObject({ word: 'a', referenceShare: 0.5, currentShare: 1 })
    expectClose(change!.logOdds, Math.log(3.5 / 0.5))
    expectClose(change!.z, Math.log(7) / Math.sqrt(1 / 3.5 + 1 / 0.5 + 1 / 1.5 + 1 / 1.5))
  })

  test('texts without words say nothing, and fewer than 4 a side are refused', () => {
    const empty = [[], [], [], []]
    expect(domainClassifier(empty, empty, { random })).toEqual({ auc: 0.5, pValue: 1, words: [] })
    expect(() => domainClassifier([[], []], empty, { random })).toThrow(/at least 4/)
  })
})
