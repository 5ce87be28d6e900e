import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate } from '../src/evaluate.ts'
import type { Evaluation } from '../src/evaluation.ts'
import type { SampleEvaluator } from '../src/evaluator.ts'
import { EMPTY_SAMPLE, type Sample } from '../src/sample.ts'
import { prepareSample } from '../src/text/prepare-sample.ts'

/** A line of golden.jsonl: a sample by hand, and the label or the reason that it must have. */
export interface GoldenCase {
  about: string
  sample: Partial<Sample>
  parameters?: unknown
  label?: string
  reason?: string
}

/** Evaluates a sample of which only some parts are known. */
export function run(
  evaluator: SampleEvaluator,
  sample: Partial<Sample>,
  parameters: unknown = {},
): Evaluation {
  return evaluate(evaluator, prepareSample({ ...EMPTY_SAMPLE, ...sample }), parameters)
}

/** The objects of a file of JSON lines. */
export function readJsonLines<Row>(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]))
}

/** Registers a test for each golden sample of an evaluator's folder, and one for bad input. */
export function testGolden(folder: string, evaluator: SampleEvaluator): void {
  const cases = readJsonLines<GoldenCase>(join(folder, 'golden.jsonl'))
  test('there are at least twelve golden samples, and every label is among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(12)
    const labels = cases.flatMap(({ label }) => (label === undefined ? [] : [label]))
    expect([...new Set(labels)].sort()).toEqual([...evaluator.labels].sort())
  })
  test.for(cases)('$about', ({ sample, parameters, label, reason }) => {
    const evaluation = run(evaluator, sample, parameters)
    const what = JSON.stringify(evaluation)
    if (evaluation.kind === 'scored') expect(evaluation.label, what).toBe(label)
    else expect(evaluation.reason, what).toBe(reason)
    expectSound(evaluator, evaluation)
  })
}

/** Fails unless an evaluation keeps what its type and its evaluator promise. */
export function expectSound(evaluator: SampleEvaluator, evaluation: Evaluation): void {
  expect(evaluation.explanation).not.toBe('')
  if (evaluation.kind === 'not_applicable') return
  expect(evaluator.labels).toContain(evaluation.label)
  expect(evaluation.value).toBeGreaterThanOrEqual(evaluator.range.low)
  expect(evaluation.value).toBeLessThanOrEqual(evaluator.range.high)
  for (const number of Object.values(evaluation.details)) expect(Number.isFinite(number)).toBe(true)
  for (const { place, confidence } of evaluation.findings) {
    expect(place.end).toBeGreaterThanOrEqual(place.start)
    if (confidence !== null) expect(confidence >= 0 && confidence <= 1).toBe(true)
  }
}

/** Texts that break what was not built for them. */
export const HOSTILE_TEXTS: Record<string, string> = {
  blank: ' \n\t ',
  'one word': 'yes',
  emoji: '🙂👍🏽🏳️‍🌈'.repeat(50),
  'right to left': 'عاصمة فرنسا هي باريس وهي أكبر مدنها من حيث عدد السكان.',
  Chinese: '巴黎是法国的首都，也是该国最大的城市，人口超过两百万。',
  'lone surrogates': '\ud83d abc \udc00 { "a": "\ud800" }',
  control: '\u0000\u0001\u202e\u2066abc\ufeff',
  brackets: '[{('.repeat(2_000),
  quotes: `"'\\`.repeat(3_000),
  numbers: '1,2.3e99-'.repeat(2_000),
  'one letter': 'a'.repeat(30_000),
  spaces: `${' '.repeat(30_000)}a${' '.repeat(30_000)}!`,
  lines: '\n'.repeat(20_000) + 'x',
}

/** Registers tests that no text, in whatever part of the sample, gives anything but a sound evaluation in bounded time. */
export function testHostileTexts(
  evaluator: SampleEvaluator,
  sampleOf: (text: string) => Partial<Sample>,
  parameters: unknown = {},
): void {
  test.for(Object.entries(HOSTILE_TEXTS))('a text of %s is judged soundly', ([, text]) => {
    expectSound(evaluator, run(evaluator, sampleOf(text), parameters))
  })
  test('a text of 5 MB takes bounded time and says that it was cut', { timeout: 20_000 }, () => {
    for (const piece of ['word and {"a": [1, "b\'', 'a', '🙂', 'Yes. ', '<|{"'.repeat(3)]) {
      const text = piece.repeat(Math.ceil(5_000_000 / piece.length))
      const start = performance.now()
      const evaluation = run(evaluator, sampleOf(text), parameters)
      expect(performance.now() - start).toBeLessThan(3_000)
      expectSound(evaluator, evaluation)
      if (evaluation.kind === 'scored') expect(evaluation.isCut).toBe(true)
    }
  })
}
