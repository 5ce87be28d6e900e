import { ENVIRONMENT, OTEL_ENVIRONMENT, type ProcessRole } from './schema.ts'
import { nearestName } from './nearest-name.ts'

export interface Config {
  dataDir: string
  host: string
  httpPort: number
  otlpHttpPort: number
  otlpGrpcPort: number
  roles: ProcessRole[]
  bootstrapKey: string | undefined
  secretKey: string | undefined
  publicUrl: string | undefined
  apiUrl: string | undefined
  selfOtlpUrl: string | undefined
  spoolMaxBytes: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  clickhouseUrl: string | undefined
  databaseUrl: string | undefined
  redisUrl: string | undefined
  /** As they came; those that are empty are left out. */
  otel: Partial<Record<(typeof OTEL_ENVIRONMENT)[number], string>>
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; report: string }

/**
 * Reads the configuration from environment variables. All faults come in one report that names each variable
 * and what it must be, and repeats no value, since values may be secrets. An empty variable counts as absent.
 */
export function loadConfig(env: Record<string, string | undefined>): ConfigResult {
  const faults: string[] = []
  const read = <K extends keyof typeof ENVIRONMENT>(name: K) => {
    const parsed = ENVIRONMENT[name].safeParse(env[name] === '' ? undefined : env[name])
    if (!parsed.success) faults.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not valid'}`)
    return parsed.data as ReturnType<(typeof ENVIRONMENT)[K]['parse']>
  }
  const config: Config = {
    dataDir: read('ASSAY_DATA_DIR'),
    host: read('ASSAY_HOST'),
    httpPort: read('ASSAY_HTTP_PORT'),
    otlpHttpPort: read('ASSAY_OTLP_HTTP_PORT'),
    otlpGrpcPort: read('ASSAY_OTLP_GRPC_PORT'),
    roles: read('ASSAY_ROLES'),
    bootstrapKey: read('ASSAY_BOOTSTRAP_KEY'),
    secretKey: read('ASSAY_SECRET_KEY'),
    publicUrl: read('ASSAY_PUBLIC_URL'),
    apiUrl: read('ASSAY_API_URL'),
    selfOtlpUrl: read('ASSAY_SELF_OTLP_URL'),
    spoolMaxBytes: read('ASSAY_SPOOL_MAX_BYTES'),
    logLevel: read('ASSAY_LOG_LEVEL'),
    clickhouseUrl: read('CLICKHOUSE_URL'),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL'),
    otel: Object.fromEntries(OTEL_ENVIRONMENT.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  }
  faults.push(...unknownNames(env))
  if (faults.length === 0) faults.push(...conflicts(config))
  if (faults.length === 0) return { ok: true, config }
  const head =
    faults.length === 1 ? 'The configuration has a fault' : `The configuration has ${faults.length} faults`
  return { ok: false, report: `${head}:\n${faults.map((f) => `  - ${f}`).join('\n')}` }
}

function unknownNames(env: Record<string, string | undefined>): string[] {
  const known = Object.keys(ENVIRONMENT)
  // Read by scripts and tests around the server, not by the server.
  const others = ['ASSAY_SHARED', 'ASSAY_API_KEY', 'ASSAY_OTLP']
  return Object.keys(env)
    .filter((name) => name.startsWith('ASSAY_') && !known.includes(name) && !others.includes(name))
    .map((name) => {
      const near = nearestName(name, known)
      return `${name} is not a variable of Assay${near ? `; did you mean ${near}?` : ''}`
    })
}

function conflicts(config: Config): string[] {
  const faults: string[] = []
  const ports: [name: string, port: number, used: boolean][] = [
    ['ASSAY_HTTP_PORT', config.httpPort, config.roles.includes('api') || config.roles.includes('ui')],
    ['ASSAY_OTLP_HTTP_PORT', config.otlpHttpPort, config.roles.includes('otlp')],
    ['ASSAY_OTLP_GRPC_PORT', config.otlpGrpcPort, config.roles.includes('otlp')],
  ]
  const used = ports.filter(([, port, isUsed]) => isUsed && port !== 0)
  for (const [i, [name, port]] of used.entries()) {
    const twin = used.slice(0, i).find(([, p]) => p === port)
    if (twin) faults.push(`${name} and ${twin[0]} are the same port; give each its own`)
  }
  if (config.roles.includes('ui') && !config.roles.includes('api') && config.apiUrl === undefined) {
    faults.push('ASSAY_API_URL must say where the API is when ASSAY_ROLES has ui without api')
  }
  return faults
}
