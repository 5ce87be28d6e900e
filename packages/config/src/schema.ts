import { z } from 'zod'

/** What one process can do; all by default. */
export const PROCESS_ROLES = ['otlp', 'worker', 'api', 'ui'] as const
export type ProcessRole = (typeof PROCESS_ROLES)[number]

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535 (0 picks a free one)')
    .transform(Number)
    .refine((n) => n <= 65_535, 'must be a port number from 0 to 65535 (0 picks a free one)')
    .default(fallback)

const bytes = (fallback: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*([KMGT]i?B?)?$/i, 'must be a size such as 500MB or 10GiB')
    .transform(parseBytes)
    .default(fallback)

const url = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (v) => URL.canParse(v) && protocols.includes(new URL(v).protocol),
      `must be a URL such as ${example}`,
    )
    .optional()

const roles = z
  .string()
  .transform((v) =>
    v
      .split(',')
      .map((r) => r.trim())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.enum(PROCESS_ROLES, `must be a list of ${PROCESS_ROLES.join(', ')}, separated by commas`))
      .min(1, 'names no role; leave it out to run all'),
  )
  .transform((list) => [...new Set(list)])
  .default([...PROCESS_ROLES])

/** Every variable that Assay reads. The key is the name in the environment. */
export const ENVIRONMENT = {
  ASSAY_DATA_DIR: z.string().min(1, 'must not be empty').default('./data'),
  ASSAY_HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  ASSAY_HTTP_PORT: port(3000),
  ASSAY_OTLP_HTTP_PORT: port(4318),
  ASSAY_OTLP_GRPC_PORT: port(4317),
  ASSAY_ROLES: roles,
  ASSAY_BOOTSTRAP_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'must have 16 to 200 printable characters without blanks')
    .optional(),
  ASSAY_SECRET_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32,500}$/, 'must have 32 to 500 printable characters without blanks')
    .optional(),
  ASSAY_PUBLIC_URL: url(['http:', 'https:'], 'https://assay.example.com'),
  ASSAY_API_URL: url(['http:', 'https:'], 'http://assay-api:3000'),
  ASSAY_SELF_OTLP_URL: url(['http:', 'https:'], 'http://otel-collector:4318'),
  ASSAY_SPOOL_MAX_BYTES: bytes(10 * 1024 ** 3),
  ASSAY_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'must be one of debug, info, warn, error')
    .default('info'),
  CLICKHOUSE_URL: url(['http:', 'https:'], 'http://user:password@clickhouse:8123/assay'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@postgres:5432/assay'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://redis:6379'),
} as const

/** Standard variables of OpenTelemetry. They may stand in a shell for another program, so none keeps Assay from starting. */
export const OTEL_ENVIRONMENT = [
  'OTEL_SDK_DISABLED',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_METRICS_EXPORTER',
  'OTEL_TRACES_EXPORTER',
  'OTEL_LOGS_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
] as const

const UNITS: Record<string, number> = { '': 0, K: 1, M: 2, G: 3, T: 4 }

function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)/i.exec(text)
  const power = UNITS[(match?.[2] ?? '').toUpperCase()] ?? 0
  return Math.floor(Number(match?.[1]) * (match?.[3] ? 1024 : 1000) ** power)
}
