import { expect, test } from 'vitest'
import { compilePhrases } from './compile-phrases.ts'
import { matchPhrases } from './match-phrases.ts'
import { scanWords } from './scan-words.ts'

const found = (phrases: readonly string[], text: string) => {
  const scanned = scanWords(text)
  return matchPhrases(compilePhrases({ family: phrases }), scanned).map(({ first, last }) =>
    text.slice(scanned.starts[first], scanned.ends[last]),
  )
}

test.for([
  ['either word', 'ignore|forget this', 'Forget this!', ['Forget this']],
  [
    'a word that may be left out',
    'ignore all? rules',
    'Ignore rules. Ignore all rules.',
    ['Ignore rules', 'Ignore all rules'],
  ],
  ['a beginning', 'стереотип*', 'Это стереотипы', ['стереотипы']],
  ['any one word', 'your _ rules', 'your own rules, your rules', ['your own rules']],
  [
    'a gap of up to three words',
    'cannot .. help',
    'I cannot, in all honesty, help',
    ['cannot, in all honesty, help'],
  ],
  ['no gap of four', 'cannot .. help', 'I cannot in all real honesty help', []],
  ['a curly apostrophe', "can't help", 'I can’t help', ['can’t help']],
  ['nothing within a word', 'kill', 'skill killed', []],
] as const)('phrases know %s', ([, phrase, text, expected]) => {
  expect(found([phrase], text)).toEqual(expected)
})

test.for(['', 'a  b', '.. a', '_ a', 'ab*'])('the phrase %j is refused with a reason', (phrase) => {
  expect(() => compilePhrases({ family: [phrase] })).toThrow(/phrase/)
})

test('a text made to be slow takes time by its length alone', () => {
  const phrases = compilePhrases({
    family: ['a .. a .. a .. a .. b', 'aaa* aaa* aaa* b'],
    other: ['a a a a c'],
  })
  const time = (words: number) => {
    const scanned = scanWords('aaa a '.repeat(words / 2))
    const start = process.cpuUsage().user
    matchPhrases(phrases, scanned)
    return (process.cpuUsage().user - start) / 1_000
  }
  time(20_000)
  expect(time(80_000)).toBeLessThan(20 * Math.max(time(20_000), 1))
})
