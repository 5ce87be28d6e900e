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

/** What is wrong with a part of a request and what to do, in a sentence; rules that have a sentence of their own keep it. */
export function sayIssue(issue: Issue): string {
  if (!/^(?:Invalid (?:input|option|ISO)|Too (?:big|small)|Unrecognized key)/.test(issue.message))
    return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.message.endsWith('received undefined') ? 'it is missing: give' : 'give'} ${KINDS[issue.expected] ?? issue.expected}`
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

function unitOf(origin: string, count: number | bigint): string {
  const unit = origin === 'string' ? ' character' : origin === 'array' ? ' item' : ''
  return unit === '' || Number(count) === 1 ? unit : `${unit}s`
}
