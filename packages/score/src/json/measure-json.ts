import type { JsonValue } from '@assay/contract/message'

export interface JsonMeasure {
  /** About the length of its JSON, in UTF-16 units. */
  size: number
  /** 0 for a value that holds no others. */
  depth: number
  objects: number
}

/** Measures a JSON value of any depth without recursion, and stops soon after its size is above `most`. */
export function measureJson(value: JsonValue, most = Infinity): JsonMeasure {
  const measure = { size: 0, depth: 0, objects: 0 }
  const left: [value: JsonValue, depth: number][] = [[value, 0]]
  for (let next = left.pop(); next !== undefined && measure.size <= most; next = left.pop()) {
    const [one, depth] = next
    measure.size += typeof one === 'string' ? one.length + 3 : 3
    if (depth > measure.depth) measure.depth = depth
    if (one === null || typeof one !== 'object') continue
    if (Array.isArray(one)) {
      for (const item of one) left.push([item, depth + 1])
      continue
    }
    measure.objects++
    for (const [key, inner] of Object.entries(one)) {
      measure.size += key.length + 3
      left.push([inner, depth + 1])
    }
  }
  return measure
}
