import { randomBytes } from 'node:crypto'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { ensureAuthSecret } from '@assay/store/postgres/installation/ensure-auth-secret'
import { createSecretBox } from '@assay/store/postgres/judge/secret-box'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import { openMemoryPostgres } from '../../../test/runner/laid-postgres.ts'
import { createApi } from '../src/create-api.ts'
import type { ApiDeps } from '../src/deps.ts'

export const ORIGIN = 'http://assay.test'
export const OWNER = {
  name: 'Olga',
  email: 'olga@example.com',
  password: 'a long enough password',
  organisation: 'Acme',
}

/** An API on a Postgres in memory; requests go to `ask`, JSON in and out. */
export interface TestApi {
  deps: ApiDeps
  postgres: PostgresHandle
  app: ReturnType<typeof createApi>
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>
  /** Signs in and answers the cookie. */
  signIn(email: string, password: string): Promise<string>
  /** Makes the owner and answers the owner's cookie. */
  setUp(): Promise<string>
  close(): Promise<void>
}

export interface AskOptions {
  cookie?: string | undefined
  key?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  json: any
}

const unusedClickHouse: ClickHouse = {
  isEmbedded: true,
  query: () => Promise.resolve([]),
  command: () => Promise.resolve(),
  insertFile: () => Promise.resolve(),
  ping: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

export async function makeApi(change: Partial<ApiDeps> = {}): Promise<TestApi> {
  const postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
  const secret = () => randomBytes(32).toString('base64url')
  const deps: ApiDeps = {
    pool: postgres.pool,
    ch: unusedClickHouse,
    logger: silentLogger,
    version: '0.0.0-test',
    publicUrl: ORIGIN,
    authSecret: await ensureAuthSecret(postgres.pool, secret),
    ingest: null,
    spool: () => null,
    bootstrapKey: 'bootstrap-key-of-the-test',
    prices: () => ({ version: 'test', prices: [] }),
    checks: [],
    secretBox: createSecretBox('the secret of this test, long enough', randomBytes),
    judgeIo: {
      fetch: () => Promise.reject(new TypeError('no network here')),
      clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
      random: Math.random,
    },
    appendScores: () => Promise.resolve(),
    eraseProject: () => Promise.resolve(),
    runDrift: () => Promise.resolve(),
    clientAddress: () => null,
    now: () => new Date(),
    clock: () => performance.now(),
    newId: () => randomBytes(12).toString('hex'),
    randomBytes,
    stopping: new AbortController().signal,
    ...change,
  }
  const app = createApi(deps)

  const ask = async (method: string, path: string, options: AskOptions = {}): Promise<Answer> => {
    const headers = new Headers({ 'sec-fetch-site': 'same-origin', ...options.headers })
    if (options.cookie) headers.set('cookie', options.cookie)
    if (options.key) headers.set('authorization', `Bearer ${options.key}`)
    if (options.body !== undefined) headers.set('content-type', 'application/json')
    const answer = await app.request(ORIGIN + path, {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, json: isJson && text ? JSON.parse(text) : text }
  }
  const signIn = async (email: string, password: string): Promise<string> => {
    const answer = await ask('POST', '/api/auth/sign-in/email', { body: { email, password } })
    if (answer.status !== 200)
      throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.json)}`)
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  }
  return {
    deps,
    postgres,
    app,
    ask,
    signIn,
    async setUp() {
      const made = await ask('POST', '/api/v1/setup', { body: OWNER })
      if (made.status !== 201) throw new Error(`setup answered ${made.status}: ${JSON.stringify(made.json)}`)
      return signIn(OWNER.email, OWNER.password)
    },
    close: () => postgres.close(),
  }
}
