import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentenceEnds } from './sentence-ends.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
const endsOfSegmenter = (text: string) =>
  Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.length)

const PIECES = Array.from('aB1 ..?!"\'(),-:;\n\r\t\u0085\u00a0éÉжЖ’“”«»—…%\0').concat([
  'St. ',
  'e.g. ',
  ' ) ',
])

test('whatever the text, sentences end where those of the runtime end', () => {
  const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(texts, (text) => {
      expect(sentenceEnds(text)).toEqual(endsOfSegmenter(text))
    }),
    { numRuns: 5_000 },
  )
}, 60_000)

test('each character that is known has the class that the runtime gives it', () => {
  for (let unit = 0; unit < 0x1_0000; unit += 1) {
    const it = String.fromCharCode(unit)
    for (const text of [
      `a.${it}a`,
      `a. ${it} A`,
      `a?${it}A`,
      `A${it}B`,
      `1${it}. A`,
      `a. ${it}.B`,
      `${it}.B`,
    ]) {
      const ends = sentenceEnds(text)
      if (ends !== null && ends.join() !== endsOfSegmenter(text).join()) expect.fail(JSON.stringify(text))
    }
  }
}, 60_000)

test.for(['你好。', 'cafe\u0301. A', 'a\u200bb', '🙂 A. B', 'á\u00ad'])(
  '%j is left to the runtime',
  (text) => {
    expect(sentenceEnds(text)).toBeNull()
  },
)
