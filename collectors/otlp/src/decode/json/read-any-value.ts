import type { AnyValue, Attributes } from '@assay/contract/any-value'
import { MAX_VALUE_DEPTH } from '../limits.ts'
import type { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readBase64, readDouble, readInt64 } from './read-scalars.ts'

const HINT = 'must be a list of {"key": …, "value": {"stringValue": …}} objects'

/** Reads a list of `KeyValue` into `into`; of a key sent twice the last value stands. */
export function readAttributes(c: JsonCursor, into: Attributes, depth = 0, what = 'attributes'): void {
  if (c.isNull() || !c.openList(what, HINT)) return
  do {
    if (readPlainString(c, into)) continue
    if (!c.isNull() && c.openObject('an attribute')) readKeyValue(c, into, depth)
    else if (c.countNode()) into.set('', null)
  } while (c.moreElements())
}

// `{"key":"`, `,"value":{"` without its last three bytes, and so on, as little-endian words.
const word = (text: string) => Buffer.from(text).readUInt32LE()
const OPEN = [word('{"ke'), word('y":"')] as const
const VALUE = [word(',"va'), word('lue"')] as const
const STRING = [word(':{"s'), word('trin')] as const
const TEXT = [word('gVal'), word('ue":')] as const

/** Reads `{"key":"…","value":{"stringValue":"…"}}` as SDKs write it; where another form stands, reads nothing. */
function readPlainString(c: JsonCursor, into: Map<string, AnyValue>): boolean {
  if (c.peek() !== 0x7b) return false
  const begin = c.pos
  if (c.eat(OPEN[0], OPEN[1])) {
    c.pos--
    const key = c.text('the key of an attribute', true)
    if (
      c.eat(VALUE[0], VALUE[1]) &&
      c.eat(STRING[0], STRING[1]) &&
      c.eat(TEXT[0], TEXT[1]) &&
      c.peek() === 0x22
    ) {
      const value = c.text('stringValue')
      if (!c.moreFields() && !c.moreFields()) {
        if (c.countNode()) into.set(key, value)
        return true
      }
    }
  }
  c.pos = begin
  return false
}

function readKeyValue(c: JsonCursor, into: Map<string, AnyValue>, depth: number): void {
  let key = ''
  let value: AnyValue = null
  do {
    switch (c.key()) {
      case 'key':
        key = c.isNull() ? '' : c.text('the key of an attribute', true)
        break
      case 'value':
        value = readAnyValue(c, depth)
        break
      default:
        c.skip()
    }
  } while (c.moreFields())
  if (c.countNode()) into.set(key, value)
}

/** Reads an `AnyValue`; of several variants the last stands, an empty one is null. */
export function readAnyValue(c: JsonCursor, depth: number): AnyValue {
  if (c.isNull()) return null
  if (c.peek() !== 0x7b) c.fail('the value of an attribute must be an object such as {"stringValue": …}')
  if (!c.openObject('the value of an attribute')) return null
  let value: AnyValue = null
  do {
    const key = c.key()
    if (c.isNull()) continue
    switch (key) {
      case 'stringValue':
        value = c.text('stringValue')
        break
      case 'intValue':
        value = readInt64(c, 'intValue')
        break
      case 'doubleValue':
        value = readDouble(c, 'doubleValue')
        break
      case 'boolValue':
        value = c.bool('boolValue')
        break
      case 'arrayValue':
        value = readArray(c, depth + 1)
        break
      case 'kvlistValue':
        value = readKvlist(c, depth + 1)
        break
      case 'bytesValue':
        value = readBase64(c, 'bytesValue')
        break
      default:
        if (isSnakeKey(key)) c.sawSnakeCase = true
        c.skip()
    }
  } while (c.moreFields())
  return value
}

function readArray(c: JsonCursor, depth: number): AnyValue {
  const array: AnyValue[] = []
  if (!mayEnter(c, depth) || !c.openObject('arrayValue')) return array
  do {
    if (c.key() !== 'values') c.skip()
    else if (!c.isNull() && c.openList('values')) {
      do {
        const value = readAnyValue(c, depth)
        if (c.countNode()) array.push(value)
      } while (c.moreElements())
    }
  } while (c.moreFields())
  return array
}

function readKvlist(c: JsonCursor, depth: number): AnyValue {
  const list = new Map<string, AnyValue>()
  if (!mayEnter(c, depth) || !c.openObject('kvlistValue')) return list
  do {
    if (c.key() === 'values') readAttributes(c, list, depth, 'values')
    else c.skip()
  } while (c.moreFields())
  return list
}

/** Past a limit the container is stepped over and the span refused, so that the rest of the batch survives. */
function mayEnter(c: JsonCursor, depth: number): boolean {
  if (depth > MAX_VALUE_DEPTH) c.fault ??= 'too_deep'
  else if (c.countNode()) return true
  c.skipDeep()
  return false
}
