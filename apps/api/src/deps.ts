import type { Context } from 'hono'
import type { PriceAnswer } from '@assay/contract/api/health'
import type { IngestAnswer } from '@assay/contract/api/ingest'
import type { Me } from '@assay/contract/api/account'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import type { JudgeIo } from '@assay/score/judge/io'
import type { SecretBox } from '@assay/store/postgres/judge/secret-box'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'
import type { Tracer } from '@assay/telemetry/spans/tracer'
import type { z } from 'zod'
import type { AppendScores } from './scores/take-scores.ts'

/** One question of readiness; it rejects when the part does not answer as it should. */
export interface ReadinessCheck {
  /** Such as `clickhouse`, `postgres`, `spool`. */
  name: string
  /** Aborted after the time limit; a message of an AssayError is shown, others are only logged. */
  run(signal: AbortSignal): Promise<void>
}

/** All that the API needs from the process around it. */
export interface ApiDeps {
  pool: PostgresHandle['pool']
  ch: ClickHouse
  logger: Logger
  /** Makes our own spans of requests. Default: none. */
  tracer?: Tracer | undefined
  /** Version of the program, shown by health and OpenAPI. */
  version: string
  /** Where people reach the UI, such as `https://assay.example.com`; https makes cookies secure. */
  publicUrl: string
  /** Signs session cookies: `ensureAuthSecret` of the store. */
  authSecret: string
  /** Where this process takes OTLP/HTTP, for the pages that teach sending; null where another one does. */
  ingest: Me['ingest']
  /** State of the spool of this process; null where another one takes OTLP. */
  spool: () => IngestAnswer['spool']
  /** A key with all scopes of the default project. */
  bootstrapKey?: string | undefined
  /** The price table in use. */
  prices: () => z.infer<typeof PriceAnswer>
  checks: readonly ReadinessCheck[]
  /** Encrypts the keys of judges. */
  secretBox: SecretBox
  /** What judges are asked with. */
  judgeIo: JudgeIo
  /** Makes scores durable. @throws AssayError `unavailable` where that cannot be done now, or not by this process. */
  appendScores: AppendScores
  /** Deletes the rows of a deleted project; called after the project is gone for callers. */
  eraseProject: (projectId: string) => Promise<void>
  /** Looks for drift in a project as soon as may be; what comes of it is read from the store. */
  runDrift: (projectId: string) => Promise<void>
  /** Address of the client, for the limit of sign-ins; null where it is unknown. */
  clientAddress: (c: Context) => string | null
  now: () => Date
  /** Milliseconds that only go forward, to measure how long something took. */
  clock: () => number
  /** A new id of letters and digits that nobody can guess. */
  newId: () => string
  randomBytes: (size: number) => Uint8Array
  /** Aborted when the process stops: ends the live tails. */
  stopping: AbortSignal
}
