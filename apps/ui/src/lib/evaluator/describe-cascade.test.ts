import { expect, it } from 'vitest'
import { describeCascade, describeNoLabels } from './describe-cascade.ts'

const rate = (estimate: number) => ({ n: 220, estimate, low: estimate - 0.04, high: estimate + 0.02 })

it('a suggestion stands with its n, its intervals, and the judge and the free tier alone', () => {
  const suggestion = {
    askJudgeBelow: 0.79,
    calls: rate(0.3),
    cascade: rate(0.95),
    judge: rate(0.96),
    free: rate(0.9),
  }
  const text = describeCascade({ judgeModel: 'm', n: 220, withoutConfidence: 0, suggestion, missing: 0 })
  expect(text).toBe(
    'By 220 labels, 0.79 should keep 99 % of the accuracy of m, which is asked about 30 % (26 % to 32 %) of the samples. ' +
      'On labels that it was not chosen by, people agree with 95 % (91 % to 97 %); with the judge alone 96 %, with the free tier alone 90 %.',
  )
})

it('too few labels say how many are missing, and claim no number', () => {
  const few = { judgeModel: 'm', n: 41, withoutConfidence: 0, suggestion: null, missing: 59 }
  expect(describeCascade(few)).toContain('41 labels so far')
  expect(describeCascade(few)).toContain('about 59 more are needed')
  const none = { version: '1', judgeVersion: '1+j', labels: 0, leastLabels: 100, judges: [] }
  expect(describeNoLabels(none)).toContain('from 100 labels on')
  expect(describeNoLabels({ ...none, labels: 1 })).toContain('1 label of people, but no verdict')
})
