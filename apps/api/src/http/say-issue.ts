import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const KINDS: Record<string, string> = {
  string: 'a text, such as "a"',
  number: 'a number without quotes, such as 1',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, such as [ … ]',
  object: 'an object, such as { … }',
  record: 'an object, such as { … }',
}

const TIME = 'a time with its zone, such as 2026-01-31T09:30:00Z'
/** Fields that hold a time; the fault of one that is missing does not say so. */
const TIMES = new Set<unknown>(['from', 'to', 'time', 'until'])

/** What is wrong with a part of a request and what to do, in a sentence; rules that have a sentence of their own keep it. */
export function sayIssue(issue: Issue): string {
  if (!/^(?:Invalid (?:input|option|ISO)|Too (?:big|small)|Unrecognized key)/.test(issue.message))
    return issue.message
  switch (issue.code) {
    case 'invalid_type':
      // Of a query, in which nothing has quotes.
      if (issue.message.endsWith('NaN')) return 'give a number, such as 1'
      if (issue.message.endsWith('Infinity')) return 'the number is too great: give a smaller one'
      return `${issue.message.endsWith('received undefined') ? 'it is missing: give' : 'give'} ${kindOf(issue)}`
    case 'invalid_format':
      return issue.format === 'datetime' ? `give ${TIME}` : issue.message
    case 'invalid_value':
      return `give ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'unrecognized_keys':
      return `there is no ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}: leave it out, or spell it as in /api/v1/reference`
    case 'too_small':
      return `give at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`
    case 'too_big':
      return `give at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`
    default:
      return issue.message
  }
}

const kindOf = ({ expected, path }: Extract<Issue, { code: 'invalid_type' }>): string =>
  expected === 'string' && TIMES.has(path.at(-1)) ? TIME : (KINDS[expected] ?? expected)

function unitOf(origin: string, count: number | bigint): string {
  const unit = origin === 'string' ? ' character' : origin === 'array' ? ' item' : ''
  return unit === '' || Number(count) === 1 ? unit : `${unit}s`
}

/** Faults in one line, each with its place, up to five of them. */
export function sayErrors(errors: readonly { path: string; message: string }[]): string {
  const said = errors
    .slice(0, 5)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ')
  return errors.length > 5 ? `${said}; and ${errors.length - 5} more` : said
}
