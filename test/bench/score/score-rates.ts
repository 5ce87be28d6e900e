import type { SampleEvaluator } from '@assay/score/evaluator'
import { EVALUATORS } from '@assay/score/registry'
import { EMPTY_SAMPLE, type Sample } from '@assay/score/sample'
import type { Random } from '@assay/stats/random/seeded'
import { type Asked, measureRate, type Rate } from './measure-rate.ts'
import { ANSWER_SCHEMA, writeJsonSample, writeSample } from './write-sample.ts'

/** Parameters of evaluators that cannot do without, or that would have nothing to do. */
const PARAMETERS: Record<string, Record<string, unknown>> = {
  'answer-language': { expected: ['en'] },
  'answer-length': { most: 2_000 },
  'json-schema': { schema: ANSWER_SCHEMA },
  'label-accuracy': { labels: ['yes', 'no'] },
}

/** Evaluators that a sample of question, answer and context gets without being asked for. */
const FREE_NEEDS = ['answer', 'question', 'context']

/** Without those that only a judge answers: they say so and no more. */
const all: readonly SampleEvaluator[] = Object.values<SampleEvaluator>(EVALUATORS).filter(
  ({ isJudgeOnly }) => isJudgeOnly !== true,
)
const asked = (evaluator: SampleEvaluator): Asked => ({
  evaluator,
  parameters: PARAMETERS[evaluator.name] ?? {},
})

/** Names of the evaluators of the free tier: those that need no more than the texts, and no parameter. */
export const FREE_TIER: readonly string[] = all
  .filter(({ needs, name }) => needs.every((need) => FREE_NEEDS.includes(need)) && !(name in PARAMETERS))
  .filter(({ parameters }) => parameters.safeParse({}).success)
  .map(({ name }) => name)

/** The rate of each evaluator alone, by name. */
export function eachRate(seconds: number): [name: string, rate: Rate][] {
  return all.map((evaluator) => [
    evaluator.name,
    measureRate([asked(evaluator)], writerFor(evaluator), seconds),
  ])
}

/** Samples that an evaluator has something to say about. */
function writerFor({ name, needs }: SampleEvaluator): (random: Random) => Sample {
  if (name.startsWith('json') || needs.includes('toolCalls')) return writeJsonSample
  if (name === 'label-accuracy') return (random) => ({ ...writeSample(random), reference: 'yes' })
  return writeSample
}

/** The rate of the whole free tier on one sample as traces have them: a question, an answer and the passages it was given. */
export function freeTierRate(seconds: number): Rate {
  const free = all.filter(({ name }) => FREE_TIER.includes(name)).map(asked)
  const write = (random: Random): Sample => {
    const { question, answer, context } = writeSample(random)
    return { ...EMPTY_SAMPLE, question, answer, context }
  }
  return measureRate(free, write, seconds)
}
