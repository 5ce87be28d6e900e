export interface Statement {
  sql: string
  /** A query that answers whether the statement is still due, from a comment `-- when: SELECT …` before it. */
  when: string | null
}

const WHEN = '-- when: '

/** Splits an SQL file at the semicolons that end statements: those outside of strings, quoted names and comments. */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = []
  let current = ''
  let when: string | null = null
  let at = 0
  const end = () => {
    if (current.trim() !== '') statements.push({ sql: current.trim(), when })
    current = ''
    when = null
  }
  const take = (to: number) => {
    current += sql.slice(at, to)
    at = to
  }
  while (at < sql.length) {
    const char = sql[at]!
    if (sql.startsWith('--', at)) {
      const next = after(sql, '\n', at) - 1
      if (sql.startsWith(WHEN, at)) when = sql.slice(at + WHEN.length, next).trim()
      at = next
    } else if (sql.startsWith('/*', at)) at = after(sql, '*/', at + 2)
    else if (char === "'" || char === '"' || char === '`') take(endOfQuoted(sql, at))
    else if (char === ';') {
      end()
      at += 1
    } else take(at + 1)
  }
  end()
  return statements
}

/** Position after the next `mark`; one past the end where there is none. */
function after(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length + 1 : found + mark.length
}

/** Position after a quoted text; inside, a backslash takes the next character and a doubled quote is one. */
function endOfQuoted(sql: string, start: number): number {
  const quote = sql[start]
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] === '\\') at += 1
    else if (sql[at] === quote && sql[at + 1] === quote) at += 1
    else if (sql[at] === quote) return at + 1
  }
  return sql.length
}
