import type { AnyValue } from '@assay/contract/any-value'
import { isObject, jsonText, structured } from './parse-json.ts'

/**
 * What a function was called with, out of the `{args, kwargs}` in which decorators record a call: the named arguments, or the only
 * positional one, or undefined for none. A call that mixes both, and any other value, stays as it came.
 */
export function callArguments(value: AnyValue | undefined): AnyValue | undefined {
  const call = structured(value)
  if (!isObject(call)) return value
  const { args, kwargs, ...others } = call
  if (!Array.isArray(args) || !isObject(kwargs) || Object.keys(others).length > 0) return value
  const named = Object.keys(kwargs).length
  if (args.length === 0) return named === 0 ? undefined : jsonText(kwargs)
  return named === 0 && args.length === 1 ? jsonText(args[0] ?? null) : value
}
