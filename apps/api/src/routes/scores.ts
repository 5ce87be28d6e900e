import { z } from '@hono/zod-openapi'
import { ScoreList } from '@assay/contract/api/score'
import {
  ScoreListQuery,
  ScoreNames,
  ScoreNamesQuery,
  ScorePage,
  ScoreReviews,
  ScoreReviewsQuery,
} from '@assay/contract/api/score-filter'
import { ScoreBatch, ScoreBatchAnswer } from '@assay/contract/api/score-input'
import {
  ScoreCompareQuery,
  ScoreComparison,
  ScoreTrend,
  ScoreTrendQuery,
} from '@assay/contract/api/score-trend'
import { SpanId } from '@assay/contract/api/trace'
import { VersionChanges, VersionChangesQuery } from '@assay/contract/api/version-change'
import { getSessionScores } from '@assay/store/clickhouse/queries/get-session-scores'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { listScoreNames } from '@assay/store/clickhouse/queries/list-score-names'
import { listScores } from '@assay/store/clickhouse/queries/list-scores'
import { reviewCounts } from '@assay/store/clickhouse/queries/review-counts'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import { endpoint, type HandlerInput } from '../endpoint.ts'
import { compareScores } from '../scores/compare-scores.ts'
import { readChanges } from '../scores/read-changes.ts'
import { readTrend } from '../scores/read-trend.ts'
import { takeScores } from '../scores/take-scores.ts'
import { InProject, OneSession, OneTrace } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Scores'

const add = (input: HandlerInput<unknown, unknown, z.output<typeof ScoreBatch>>, projectId: string) =>
  takeScores({ ch: input.deps.ch, projectId, signal: input.request.signal }, input.body.scores, {
    append: input.deps.appendScores,
    mayLabel: input.grant.permissions.has('labels:write'),
    nowMs: input.deps.now().getTime(),
  })

/** What both ways to add scores share. */
const ADD = {
  method: 'post',
  tag: TAG,
  description:
    'Up to 1,000 at a time, or one alone without the list around it. The answer comes when the accepted ones are on disk for good; each refused one has its ' +
    'reason; where none is accepted the answer is 400, with all reasons in `errors`. A score that is sent again with its id, or saying the same, replaces the first, so a batch whose answer ' +
    'was lost can be sent again. A key with the scope ingest alone sends scores with the source `api`: feedback of users and ' +
    'evaluators of your own. Labels of reviewers, `human`, correct other scores and need the scope admin or a person.',
  access: 'scores:write',
  body: ScoreBatch,
  answer: ScoreBatchAnswer,
  answerName: 'ScoreBatchAnswer',
} as const

export const SCORE_ROUTES = [
  endpoint({
    ...ADD,
    path: '/scores',
    summary: 'Add scores to the project of the API key',
    handle: (input) => add(input, input.grant.project?.id ?? ''),
  }),
  endpoint({
    ...ADD,
    path: '/projects/{projectId}/scores',
    summary: 'Add scores from outside: feedback of users, reviews of people, evaluators of your own',
    params: InProject,
    handle: (input) => add(input, input.params.projectId),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/scores',
    tag: TAG,
    summary: 'List the scores of one name, newest first or by value',
    access: 'traces:read',
    params: InProject,
    query: ScoreListQuery,
    answer: ScorePage,
    answerName: 'ScorePage',
    handle: (input) => listScores(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/score-names',
    tag: TAG,
    summary: 'What is measured, and how much of it there is',
    access: 'traces:read',
    params: InProject,
    query: ScoreNamesQuery,
    answer: ScoreNames,
    answerName: 'ScoreNames',
    handle: async (input) => ({
      names: await listScoreNames(scopeOf(input), {
        query: input.query,
        nowMs: input.deps.now().getTime(),
      }),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/score-reviews',
    tag: TAG,
    summary: 'How many verdicts of judges want a person’s look, by evaluator and why',
    description:
      'A judge doubts, contradicts itself, rests on a quote that stands nowhere, disagrees with the free tier, or gave no verdict. ' +
      'GET scores with `wants` lists them.',
    access: 'traces:read',
    params: InProject,
    query: ScoreReviewsQuery,
    answer: ScoreReviews,
    answerName: 'ScoreReviews',
    handle: async (input) => ({
      reviews: await reviewCounts(scopeOf(input), timeRange(input.query, input.deps.now().getTime())),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/score-trend',
    tag: TAG,
    summary: 'How a score ran: estimates with intervals, by version and source',
    access: 'traces:read',
    params: InProject,
    query: ScoreTrendQuery,
    answer: ScoreTrend,
    answerName: 'ScoreTrend',
    handle: (input) => readTrend(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/version-changes',
    tag: TAG,
    summary: 'When new versions of services, prompts and evaluators appeared',
    access: 'traces:read',
    params: InProject,
    query: VersionChangesQuery,
    answer: VersionChanges,
    answerName: 'VersionChanges',
    handle: (input) => readChanges(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/score-comparison',
    tag: TAG,
    summary: 'How two slices or periods of a score differ',
    access: 'traces:read',
    params: InProject,
    query: ScoreCompareQuery,
    answer: ScoreComparison,
    answerName: 'ScoreComparison',
    handle: (input) =>
      compareScores(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/traces/{traceId}/scores',
    tag: TAG,
    summary: 'What evaluators said of one span, with all details, or of a whole trace',
    access: 'traces:read',
    params: OneTrace,
    query: z.object({ spanId: SpanId.optional() }),
    answer: ScoreList,
    answerName: 'ScoreList',
    handle: async (input) => ({
      scores: await getTraceScores(scopeOf(input), {
        traceId: input.params.traceId,
        spanId: input.query.spanId ?? '',
      }),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/sessions/{sessionId}/scores',
    tag: TAG,
    summary: 'What evaluators said of a session as a whole',
    access: 'traces:read',
    params: OneSession,
    answer: ScoreList,
    answerName: 'ScoreList',
    handle: async (input) => ({ scores: await getSessionScores(scopeOf(input), input.params) }),
  }),
]
