import { AssayError } from '@assay/contract/error'

const PLACEHOLDER = /\{\s*([A-Za-z_]\w*)\s*:\s*[A-Za-z]/g
const NAME = /^[A-Za-z_]\w*$/

/** Names of the parameters that an SQL text asks for. */
export function placeholders(sql: string): Set<string> {
  return new Set([...sql.matchAll(PLACEHOLDER)].map((match) => match[1]!))
}

/**
 * Refuses a query whose parameters are not exactly those its SQL names: a forgotten one could otherwise take
 * the value that an earlier query left on the connection.
 */
export function checkParams(name: string, sql: string, params: Record<string, unknown>): void {
  const wanted = placeholders(sql)
  const missing = [...wanted].filter((key) => params[key] === undefined)
  if (missing.length > 0) {
    throw new AssayError('internal', `query ${name} lacks parameters`, { query: name, missing })
  }
}

/** `'…'` as ClickHouse reads string literals. */
export function stringLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
}

function nested(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return stringLiteral(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (Array.isArray(value)) return `[${value.map(nested).join(',')}]`
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${nested(k)}:${nested(v)}`).join(',')}}`
  throw new AssayError('internal', `no ClickHouse parameter can be made of a ${typeof value}`)
}

/** A value as `SET param_x` takes it: the engine's escaped text, in which strings inside arrays are quoted. */
function paramText(value: unknown): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return value.replace(/[\\\t\n\r\0\b\f]/g, (c) => ESCAPES[c] ?? c)
  return nested(value)
}

/**
 * Statements that bind the parameters of the next query on a connection of the embedded engine.
 * chdb's own binding runs all queries with parameters of the process one after the other; session
 * parameters belong to a connection, so that queries on several connections run side by side.
 */
export function bindStatement(sql: string, params: Record<string, unknown>): string {
  const parts: string[] = []
  for (const key of placeholders(sql)) {
    if (!NAME.test(key) || params[key] === undefined) continue
    parts.push(`param_${key} = ${stringLiteral(paramText(params[key]))}`)
  }
  return parts.length === 0 ? '' : `SET ${parts.join(', ')}; `
}
