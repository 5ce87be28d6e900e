import { RuleDraft } from '@assay/contract/api/rule'
import { EVALUATORS } from '@assay/score/registry'
import { expect, test } from 'vitest'
import { chooseQuestion } from './choose-question.ts'

const UNIFORM = 0.2
const TARGETS = 2_000
const traceId = (i: number) => i.toString(16).padStart(32, '0')
const confidenceOf = (i: number) => (i % 100) / 100

/** What a rule's judge is asked, of targets whose confidences are spread evenly from 0 to 0.99. */
function askedOf(askJudgeBelow?: number) {
  const evaluator = { name: 'refusal', parameters: {}, ...(askJudgeBelow !== undefined && { askJudgeBelow }) }
  const draft = RuleDraft.parse({
    name: 'r',
    target: 'trace',
    evaluators: [evaluator],
    sampling: { rate: 1, uniformShare: UNIFORM },
    judgeId: 'j',
  })
  const at = '2026-01-01T00:00:00Z'
  const rule = {
    ...draft,
    id: 'rule',
    version: 1,
    createdAt: at,
    changedAt: at,
    changedBy: null,
    projectId: 'p',
    own: [],
  }
  const plan = { uniform: UNIFORM, strata: {}, fallback: 0.5 }
  return Array.from({ length: TARGETS }, (_, i) => {
    const evaluation = {
      kind: 'scored' as const,
      value: 0,
      label: 'full_compliance',
      explanation: '',
      findings: [],
      confidence: confidenceOf(i),
      details: {},
      isCut: false,
    }
    const target = { target: 'trace' as const, traceId: traceId(i) }
    const looked = {
      projectId: 'p',
      target,
      sessionId: '',
      rule,
      evaluator,
      scorer: EVALUATORS.refusal,
      evaluation,
    }
    return { confidence: confidenceOf(i), question: chooseQuestion(looked, plan, {}) }
  }).flatMap(({ confidence, question }) => (question === null ? [] : [{ confidence, question }]))
}

test.each([[0], [0.35], [0.9], [1]])(
  'with a threshold of %s all samples may be asked about, and their weights stand for all',
  (askJudgeBelow) => {
    const asked = askedOf(askJudgeBelow)
    for (const { confidence, question } of asked)
      expect(question.probability).toBeCloseTo(
        confidence < askJudgeBelow ? UNIFORM + (1 - UNIFORM) * 0.5 : UNIFORM,
        12,
      )
    const estimate = asked.reduce((sum, { question }) => sum + 1 / question.probability, 0)
    // Four standard errors of a sample where each has at least the uniform share.
    expect(Math.abs(estimate - TARGETS)).toBeLessThan(4 * Math.sqrt(TARGETS * (1 / UNIFORM - 1)))
    expect(asked.some(({ confidence }) => confidence > 0.95)).toBe(true)
  },
)

test('a rule that says nothing asks as ever, below 0.9', () => {
  expect(askedOf()).toEqual(
    askedOf(0.9).map(({ confidence, question }) => ({
      confidence,
      question: { ...question, evaluator: { name: 'refusal', parameters: {} } },
    })),
  )
})
