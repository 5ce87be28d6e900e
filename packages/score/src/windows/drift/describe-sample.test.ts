import { seededRandom } from '@assay/stats/random/seeded'
import { expect, test } from 'vitest'
import { jsonValidity } from '../../evaluators/json-validity/evaluator.ts'
import { relevance } from '../../evaluators/relevance/evaluator.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { prepareText } from '../../text/prepare-text.ts'
import { describeSample, learnVocabulary, prepareQuestions } from './describe-sample.ts'
import { assignTopic, learnTopics } from './topics.ts'
import { watchRates } from './watch-rates.ts'

const sampleOf = (question: string, answer: string | null = null) =>
  prepareSample({ ...EMPTY_SAMPLE, question, answer })

test('a sample becomes columns, with null for what it has not', () => {
  const samples = ['How do I water the roses?', 'How do I prune the roses?'].map((question) =>
    sampleOf(question),
  )
  const vocabulary = learnVocabulary(prepareQuestions(samples))
  const sample = sampleOf('How do I water the hydroponics?', '{"ok": true}')
  const { numbers, categories } = describeSample(sample, {
    evaluators: [jsonValidity, relevance],
    vocabulary,
    measures: { cost: 0.2, latency: null },
  })
  expect(numbers).toMatchObject({
    answerLength: 12,
    questionLength: 31,
    contextLength: null,
    cost: 0.2,
    latency: null,
    'json-validity': 1,
    relevance: null,
  })
  expect(numbers['newWordShare']).toBeCloseTo(2 / 6, 12)
  expect(categories).toMatchObject({ topic: null, 'json-validity label': 'valid', 'relevance label': null })
})

test('topics part texts by their words, name themselves, and survive JSON', () => {
  const random = seededRandom('topics')
  const words = [
    ['rose', 'soil', 'lawn', 'seed', 'bloom'],
    ['loan', 'bank', 'tax', 'budget', 'salary'],
    ['goal', 'match', 'team', 'coach', 'score'],
  ]
  const texts = Array.from({ length: 150 }, (_, i) =>
    prepareText(Array.from({ length: 4 }, () => words[i % 3]![Math.floor(random() * 5)]!).join(' '), 'en'),
  )
  const learned = learnTopics(texts, 3, 'seed')!
  const topics = JSON.parse(JSON.stringify(learned)) as typeof learned
  const assigned = texts.map((text) => assignTopic(text, topics))
  for (let kind = 0; kind < 3; kind++) expect(new Set(assigned.filter((_, i) => i % 3 === kind)).size).toBe(1)
  expect(new Set(assigned).size).toBe(3)
  expect(assignTopic(prepareText('quantum chromodynamics', 'en'), topics)).toBeNull()
  expect(learnTopics(texts.slice(0, 20), 3, 'seed')).toBeNull()
})

test('a rate that doubles is named within some hundred samples, and a calm one is not', () => {
  const random = seededRandom('watch')
  const watch = watchRates(['refusal', 'toxicity'])
  let state = watch.start()
  const alarms = []
  for (let i = 1; i <= 8_000; i++) {
    const hits = { refusal: random() < (i > 5_000 ? 0.12 : 0.04), toxicity: random() < 0.02 }
    alarms.push(...watch.observe(state, hits))
    if (i % 1_000 === 0) state = JSON.parse(JSON.stringify(state)) as typeof state
  }
  expect(alarms[0]).toMatchObject({ key: 'refusal', direction: 'up' })
  expect(alarms[0]!.at).toBeGreaterThan(5_000)
  expect(alarms[0]!.at).toBeLessThan(5_600)
  expect(alarms.filter(({ key }) => key === 'toxicity')).toEqual([])
  expect(watch.observe(state, {})).toEqual([])
  expect(() => watchRates(Array.from({ length: 201 }, (_, i) => `${i}`))).toThrow(/201 rates/)
})
