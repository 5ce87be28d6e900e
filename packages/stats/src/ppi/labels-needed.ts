import { requireProbability, requireShare } from '../shared/refuse.ts'
import { ppiMoments, type PpiSample } from './ppi-moments.ts'
import { bestLambda, ppiVariance } from './ppi-variance.ts'

/** More labels than anybody gives. */
const MOST_LABELS = 1e12

/**
 * How many labels more, of the same kind and with the same unlabelled items, shrink the standard error of ppiMean to `share` of what it
 * is: by default to half, and so the interval. λ is chosen anew for the greater number, unless `lambda` fixes it.
 * null where no number does: the error is 0 already, or a fixed λ keeps the error of the unlabelled items.
 * Throws AssayError('invalid') for a share outside (0, 1) and what ppiMean refuses.
 */
export function labelsNeeded(
  sample: PpiSample,
  options: { share?: number; lambda?: number } = {},
): number | null {
  const { share = 0.5, lambda: fixed } = options
  requireShare(share, 'The share')
  if (fixed !== undefined) requireProbability(fixed, 'lambda')
  const moments = ppiMoments(sample, 1)
  /** `more` labels of the same weights are worth as much more as they are more. */
  const varianceWith = (more: number) => {
    const labels = moments.effective * (1 + more / moments.count)
    return ppiVariance(moments, fixed ?? bestLambda(moments, labels), labels)
  }
  const present = varianceWith(0)
  const wanted = present * share * share
  if (!(present > 1e-18 * moments.labelVariance) || varianceWith(MOST_LABELS) > wanted) return null
  let [less, more] = [0, 1]
  while (varianceWith(more) > wanted) [less, more] = [more, more * 2]
  while (more - less > 1) {
    const middle = Math.floor((less + more) / 2)
    if (varianceWith(middle) > wanted) less = middle
    else more = middle
  }
  return more
}
