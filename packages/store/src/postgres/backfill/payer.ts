/** A backfill has one budget for all of its days, so its row of `scoring_budget` has this one. */
export const BACKFILL_DAY = '1970-01-01'

/** What stands for a backfill in `scoring_budget` where that has the id of a rule. */
export const payerOf = (backfillId: string): string => `backfill ${backfillId}`
