import type { Endpoint } from './endpoint.ts'
import { BIAS_PROBE_ROUTES } from './routes/bias-probes.ts'
import { BIAS_ROUTES } from './routes/bias.ts'
import { BACKFILL_ROUTES } from './routes/backfills.ts'
import { CUSTOM_EVALUATOR_ROUTES } from './routes/custom-evaluators.ts'
import { DEAD_LETTER_ROUTES } from './routes/dead-letters.ts'
import { DRIFT_ROUTES } from './routes/drift.ts'
import { EVALUATOR_ROUTES } from './routes/evaluators.ts'
import { INGEST_ROUTES } from './routes/ingest.ts'
import { JUDGE_ROUTES } from './routes/judges.ts'
import { KEY_ROUTES } from './routes/keys.ts'
import { METRIC_ROUTES } from './routes/metrics.ts'
import { ORGANISATION_ROUTES } from './routes/organisations.ts'
import { PROJECT_ROUTES } from './routes/projects.ts'
import { RULE_ROUTES } from './routes/rules.ts'
import { SCORE_ROUTES } from './routes/scores.ts'
import { SESSION_ROUTES } from './routes/sessions.ts'
import { SETUP_ROUTES } from './routes/setup.ts'
import { statusRoutes } from './routes/status.ts'
import { TRACE_ROUTES } from './routes/traces.ts'
import type { createReadiness } from './ready/create-readiness.ts'

/** Every route under /api/v1 that takes part in the check of access. */
export const allRoutes = (ready: ReturnType<typeof createReadiness>): Endpoint[] => [
  ...SETUP_ROUTES,
  ...ORGANISATION_ROUTES,
  ...PROJECT_ROUTES,
  ...KEY_ROUTES,
  ...TRACE_ROUTES,
  ...SESSION_ROUTES,
  ...SCORE_ROUTES,
  ...METRIC_ROUTES,
  ...RULE_ROUTES,
  ...JUDGE_ROUTES,
  ...BIAS_ROUTES,
  ...BIAS_PROBE_ROUTES,
  ...DRIFT_ROUTES,
  ...DEAD_LETTER_ROUTES,
  ...EVALUATOR_ROUTES,
  ...CUSTOM_EVALUATOR_ROUTES,
  ...BACKFILL_ROUTES,
  ...INGEST_ROUTES,
  ...statusRoutes(ready),
]
