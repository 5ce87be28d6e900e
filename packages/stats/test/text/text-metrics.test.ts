import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusBleu, sentenceBleu, type Smoothing } from '../../src/text/bleu.ts'
import { corpusChrf, sentenceChrf } from '../../src/text/chrf.ts'
import { rougeL } from '../../src/text/rouge-l.ts'
import { tokenise13a, wordsOf } from '../../src/text/tokenise.ts'

const split = (text: string) => text.split(' ').filter((token) => token !== '')

/** The example of sacreBLEU's README. */
const CANDIDATES = ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.']
const REFERENCES = [
  ['The dog bit the man.', 'The dog had bit the man.'],
  ['It was not unexpected.', 'No one was surprised.'],
  ['The man bit him first.', 'The man had bitten the dog.'],
]

describe('BLEU', () => {
  const segments = (tokenise: (text: string) => string[]) =>
    CANDIDATES.map((text, i) => ({ candidate: tokenise(text), references: REFERENCES[i]!.map(tokenise) }))

  test("of the README's corpus is sacreBLEU's, with either tokeniser", () => {
    expect(corpusBleu(segments(tokenise13a)).score).toBeCloseTo(48.530827, 6)
    expect(corpusBleu(segments(split)).score).toBeCloseTo(49.1919566, 6)
    expect(corpusBleu(segments(tokenise13a), { smoothing: { method: 'none' } }).score).toBeCloseTo(
      48.530827,
      6,
    )
    expect(corpusBleu(segments(() => [])).score).toBe(0)
  })

  test.for([
    [{ method: 'exp' }, 8.493],
    [{ method: 'none' }, 0],
    [{ method: 'floor' }, 4.51688],
    [{ method: 'floor', value: 0.5 }, 10.1],
    [{ method: 'add-k' }, 14.882],
    [{ method: 'add-k', value: 2 }, 21.389],
  ] as [Smoothing, number][])("of one sentence with smoothing %j is sacreBLEU's %f", ([smoothing, score]) => {
    const candidate = tokenise13a('Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;')
    const references = [tokenise13a('producţia de zahăr brut se exprimă în zahăr alb;')]
    // Published to three digits.
    expect(sentenceBleu({ candidate, references }, { smoothing }).score).toBeCloseTo(score, 2)
  })

  test.for([
    [['test'], ['a test'], 0.3678794411714425],
    [['a test'], ['a test'], 1],
    [['a little test'], ['a test'], 0.03218297948685433],
    [['this is a fest'], ['this is a test'], 0.223606797749979],
  ] as const)(
    'of %s against %s with a floor of 0.01 is that of sacreBLEU',
    ([candidates, references, score]) => {
      const pairs = candidates.map((text, i) => ({
        candidate: split(text),
        references: [split(references[i]!)],
      }))
      const found = corpusBleu(pairs, { smoothing: { method: 'floor', value: 0.01 }, effectiveOrder: true })
      expect(found.score / 100).toBeCloseTo(score, 10)
    },
  )

  test('counts a word as often as one reference has it, and takes the nearest length', () => {
    // Papineni et al. 2002, section 2.1: "the the the the the the the" has a clipped precision of 2/7.
    const found = sentenceBleu({
      candidate: split('the the the the the the the'),
      references: [split('the cat is on the mat'), split('there is a cat on the mat')],
    })
    expect([found.matches[0], found.totals[0], found.referenceLength]).toEqual([2, 7, 7])
  })

  test('has lengths and a penalty that are right', () => {
    const { brevityPenalty, candidateLength, referenceLength } = corpusBleu([
      { candidate: split('a b'), references: [split('a b c d')] },
    ])
    expect([brevityPenalty, candidateLength, referenceLength]).toEqual([Math.exp(-1), 2, 4])
  })

  const tokens = fc.array(fc.constantFrom('a', 'b', 'c', 'a b', ''), { maxLength: 12 })

  test('lies between 0 and 100, is 100 for a copy, and no token can pass for two', () => {
    fc.assert(
      fc.property(tokens, fc.array(tokens, { minLength: 1, maxLength: 3 }), (candidate, references) => {
        const { score } = sentenceBleu({ candidate, references })
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100 + 1e-9)
        const copy = sentenceBleu({ candidate, references: [candidate] }).score
        expect(copy).toBeCloseTo(candidate.length === 0 ? 0 : 100, 9)
      }),
    )
    expect(sentenceBleu({ candidate: ['a b'], references: [['a', 'b']] }).score).toBe(0)
  })

  test('refuses no segments, no references and a smoothing below 0', () => {
    expect(() => corpusBleu([])).toThrow('one segment')
    expect(() => sentenceBleu({ candidate: ['a'], references: [] })).toThrow('no reference')
    expect(() =>
      sentenceBleu({ candidate: ['a'], references: [['a']] }, { smoothing: { method: 'floor', value: -1 } }),
    ).toThrow('smoothing value')
  })
})

test('tokens are those of mteval-v13a', () => {
  expect(tokenise13a('Hello, world! It cost $1,000.50 (or so).')).toEqual(
    split('Hello , world ! It cost $ 1,000.50 ( or so ) .'),
  )
  expect(tokenise13a("a 5-4 win -- don't &quot;shout&quot; &lt;b&gt;")).toEqual(
    split('a 5 - 4 win -- don\'t " shout " < b >'),
  )
  expect(tokenise13a('line-\nbreak\nends <skipped>here')).toEqual(split('linebreak ends here'))
  expect(tokenise13a('')).toEqual([])
  expect(wordsOf("Don't panic: Größe № 42!")).toEqual(['don', 't', 'panic', 'größe', '42'])
})

describe('chrF', () => {
  test.for([
    ['a', 'a', 100],
    ['', 'c', 0],
    ['a b c', 'abc', 100],
    ['aa', 'ab', 25],
    ['abcdefg', 'hijklmnop', 0],
  ] as const)("of %s against %s with beta 3 is sacreBLEU's %i", ([candidate, reference, score]) => {
    expect(sentenceChrf(candidate, [reference], { beta: 3 })).toBeCloseTo(score, 10)
  })

  test.for([
    [
      'Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.',
      'Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.',
      67.3481606,
      true,
    ],
    [
      'risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .',
      'risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .',
      65.2414427,
      true,
    ],
    [
      ' Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ',
      'Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.',
      64.1302698,
      false,
    ],
    [
      ' risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists .',
      'risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists .',
      63.36173,
      false,
    ],
  ] as const)("of %s is sacreBLEU's", ([candidate, reference, score, keepWhitespace]) => {
    expect(sentenceChrf(candidate, [reference], { beta: 3, keepWhitespace })).toBeCloseTo(score, 3)
  })

  test('of a corpus sums counts before it divides', () => {
    const pairs = ['a', 'b'].map((candidate, i) => ({ candidate, references: [['a', 'c'][i]!] }))
    expect(corpusChrf(pairs, { beta: 3 })).toBeCloseTo(50, 10)
  })

  test('with words is chrF++: "b." is two words, and only their order is wrong', () => {
    // Character orders 1, 2: 3/3 and 1/2; word orders 1, 2: 3/3 and 1/2.
    expect(sentenceChrf('a b.', ['b. a'], { characterOrder: 2, wordOrder: 2, beta: 1 })).toBeCloseTo(75, 10)
  })

  test('lies between 0 and 100, is 100 for a copy, takes the best reference and turns round with beta 1', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '😀'), maxLength: 20 })
    fc.assert(
      fc.property(text, text, fc.nat(2), (a, b, wordOrder) => {
        const score = sentenceChrf(a, [b], { wordOrder, beta: 1 })
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100 + 1e-9)
        expect(sentenceChrf(b, [a], { wordOrder, beta: 1 })).toBeCloseTo(score, 9)
        expect(sentenceChrf(a, [b, a], { wordOrder })).toBeCloseTo(a.trim() === '' ? 0 : 100, 9)
      }),
    )
  })

  test('refuses no segments, no references and orders beyond reason', () => {
    expect(() => corpusChrf([])).toThrow('one segment')
    expect(() => sentenceChrf('a', [])).toThrow('no reference')
    expect(() => sentenceChrf('a', ['a'], { characterOrder: 0 })).toThrow('characterOrder')
    expect(() => sentenceChrf('a', ['a'], { wordOrder: 21 })).toThrow('above 20')
    expect(() => sentenceChrf('a', ['a'], { beta: 0 })).toThrow('beta')
    expect(() => sentenceChrf('a'.repeat(1_000_001), ['a'])).toThrow('cut it')
    const long = new Array<string>(1_000_001).fill('a')
    expect(() => sentenceBleu({ candidate: ['a'], references: [long] })).toThrow('cut it')
  })
})

describe('ROUGE-L', () => {
  test.for([
    ['testing one', 1, 2 / 3, 4 / 5],
    ['testing two', 1, 2 / 3, 4 / 5],
    ['', 0, 0, 0],
  ] as const)("of %s against testing one two is rouge_score's", ([candidate, precision, recall, fScore]) => {
    const found = rougeL(wordsOf(candidate), wordsOf('testing one two'))
    expect([found.precision, found.recall]).toEqual([precision, recall])
    expect(found.fScore).toBeCloseTo(fScore, 12)
  })

  test("is that of the paper's example: police killed the gunman", () => {
    // Lin 2004, section 3.1: S2 has 3/4, S3 2/4, S4 2/4 with beta 1.
    const reference = split('police killed the gunman')
    const scores = ['police kill the gunman', 'the gunman kill police', 'the gunman police killed'].map(
      (text) => rougeL(split(text), reference).fScore,
    )
    expect(scores).toEqual([0.75, 0.5, 0.5])
  })

  test('leans to recall with a greater beta, and refuses none', () => {
    const [candidate, reference] = [split('a'), split('a b c d')]
    expect(rougeL(candidate, reference, 8).fScore).toBeLessThan(rougeL(candidate, reference, 1).fScore)
    expect(() => rougeL([], [], -1)).toThrow('beta')
  })
})
