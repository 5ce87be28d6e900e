import type { QuestionBacklog } from '@assay/store/postgres/scoring/question-backlogs'

/** A rule of whose waiting questions only a share stays, above 0 and below 1. */
interface Thinning {
  projectId: string
  ruleId: string
  share: number
}

/** Waiting questions of one project. */
export const MOST_QUESTIONS = 50_000
/** Questions that waited for so long are more than the budget or the judge gets through. */
const LONG_MS = 86_400_000
/** Of what is got through in a day, the part that those which waited may take; the rest is for what comes. */
const PART_OF_DAY = 0.5

/**
 * Of which rules are questions left out? Where some have waited for a day, as many stay as half a day's worth; where a project has more than
 * `MOST_QUESTIONS`, half of that. Only counts and times decide, never what is asked, so that estimates that weigh by 1 / probability
 * stay unbiased. A judge that answered nothing in days is waited for.
 */
export function decideThinning(backlogs: readonly QuestionBacklog[], now: Date): Thinning[] {
  const ofProject = new Map<string, number>()
  for (const { projectId, waiting } of backlogs)
    ofProject.set(projectId, (ofProject.get(projectId) ?? 0) + waiting)
  return backlogs.flatMap(({ projectId, ruleId, waiting, oldestAt, endedPerDay }) => {
    const total = ofProject.get(projectId) ?? 0
    const byCount = total > MOST_QUESTIONS ? MOST_QUESTIONS / 2 / total : 1
    const isOld = now.getTime() - oldestAt.getTime() > LONG_MS
    const byAge = isOld && endedPerDay > 0 ? (PART_OF_DAY * endedPerDay) / waiting : 1
    const share = Math.min(byCount, byAge)
    return share < 1 ? [{ projectId, ruleId, share }] : []
  })
}
