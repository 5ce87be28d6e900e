/** A run has one budget for all of its days, so its row of `scoring_budget` has this one. */
export const RUN_DAY = '1970-01-01'

/** What stands for a run of probes in `scoring_budget` where that has the id of a rule. */
export const payerOfRun = (runId: string): string => `bias-run:${runId}`
