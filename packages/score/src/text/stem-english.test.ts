import fc from 'fast-check'
import snowball from 'snowball-stemmers'
import { expect, test } from 'vitest'
import cues from '../languages/en/claim-cues.json' with { type: 'json' }
import words from '../languages/en/words.json' with { type: 'json' }
import frequencies from '../evaluators/faithfulness/word-frequencies.json' with { type: 'json' }
import { stemEnglish } from './stem-english.ts'

const stemmer = snowball.newStemmer('english')
const stem = (word: string) => stemmer.stem(word)

/** Ends and beginnings that the rules speak of. */
const PARTS =
  "y s ed ing ly eed ies ied sses us ss 's ' 's' at bl iz tional enci anci abli entli izer ization ational ation ator alism aliti alli fulness ousli ousness iveness iviti biliti bli ogi fulli lessli li alize icate iciti ical ful ness ative al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize sion tion e l ll gener commun arsen inn out cann herr earr proc exc succ a b c o i u w x t n yy tt rr é ж 1 edly ingly eedly logi sky news".split(
    ' ',
  )

test('words of English have the stems that Snowball gives them', () => {
  const listed = [...Object.values(cues).flat(), ...words.stopWords, ...frequencies.stems.split(' ')]
  for (const word of listed) expect(stemEnglish(word)).toBe(stem(word))
})

test('whatever the ends of a word, its stem is the one that Snowball gives it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 5 }), (parts) => {
      const word = parts.join('')
      expect(stemEnglish(word)).toBe(stem(word))
    }),
    { numRuns: 20_000 },
  )
})
