import type { EvaluatorCascade, JudgedCascade } from '@assay/contract/api/evaluator-cascade'
import type { Measured } from '@assay/contract/api/evaluator-report'
import { formatCount, formatPercent } from '#lib/format.ts'

/** A share with its interval: `95 % (91 % to 97 %)`. */
function withInterval({ estimate, low, high }: Measured): string {
  return low === null || high === null
    ? formatPercent(estimate)
    : `${formatPercent(estimate)} (${formatPercent(low)} to ${formatPercent(high)})`
}

const labels = (n: number) => `${formatCount(n)} ${n === 1 ? 'label' : 'labels'}`

/** What labels of people say about when a judge is best asked, or how many are missing, as a sentence. */
export function describeCascade({ judgeModel, n, suggestion, missing }: JudgedCascade): string {
  if (suggestion === null)
    return `${labels(n)} so far where ${judgeModel} and the free tier both answered; about ${formatCount(missing)} more are needed, or the intervals are wider than what lies between the two.`
  const { askJudgeBelow, calls, cascade, judge, free } = suggestion
  return (
    `By ${labels(n)}, ${askJudgeBelow} should keep 99 % of the accuracy of ${judgeModel}, which is asked about ${withInterval(calls)} of the samples. ` +
    `On labels that it was not chosen by, people agree with ${withInterval(cascade)}; with the judge alone ${formatPercent(judge.estimate)}, with the free tier alone ${formatPercent(free.estimate)}.`
  )
}

/** What is missing where no judge has answered what people labelled. */
export const describeNoLabels = ({ labels: given, leastLabels }: EvaluatorCascade): string =>
  `${given === 0 ? 'No labels of people yet' : `${labels(given)} of people, but no verdict of a judge beside them`}: ` +
  `a threshold can be told from ${formatCount(leastLabels)} labels on, where free tier and judge both answered.`
