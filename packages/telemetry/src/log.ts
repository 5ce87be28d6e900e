export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type LogFields = Record<string, string | number | boolean | null | undefined>

/** Structured log: one event, a sentence, and low-cardinality fields. Never give it a secret or a body. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** Logs one JSON object a line. `write` gets whole lines; `now` is the clock. */
export function createLogger(level: LogLevel, write: (line: string) => void, now: () => Date): Logger {
  const least = LOG_LEVELS.indexOf(level)
  const at = (l: LogLevel) => (message: string, fields?: LogFields) => {
    if (LOG_LEVELS.indexOf(l) < least) return
    write(JSON.stringify({ time: now().toISOString(), level: l, message, ...fields }) + '\n')
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** One event of a log; the time in Unix milliseconds. */
export interface LogEvent {
  timeMs: number
  level: LogLevel
  message: string
  fields: LogFields
}

/** A logger that gives events from `level` on to `keep` besides. @param now clock in Unix milliseconds. */
export function teeLogger(
  log: Logger,
  level: LogLevel,
  keep: (event: LogEvent) => void,
  now: () => number,
): Logger {
  const least = LOG_LEVELS.indexOf(level)
  const at = (l: LogLevel) => (message: string, fields?: LogFields) => {
    log[l](message, fields)
    if (LOG_LEVELS.indexOf(l) >= least) keep({ timeMs: now(), level: l, message, fields: fields ?? {} })
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A logger that says nothing, for tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
