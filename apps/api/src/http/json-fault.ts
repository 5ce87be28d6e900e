const SPACE = /[\t\n\r ]*/y
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

/** What may come next: a value, a value or the end of an empty list, a key, a key or the end of an empty object, a colon, what follows a value. */
type Wanted = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'next'

/** The byte, from 0, at which a text in UTF-8 stops being JSON by RFC 8259; null for one that is JSON. */
export function jsonFaultAt(text: string): number | null {
  let at = 0
  const open: ('{' | '[')[] = []
  let wanted: Wanted = 'value'
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  for (;;) {
    skip(SPACE)
    const char = text[at]
    const isDone: boolean = wanted === 'next' && open.length === 0
    if (char === undefined) return isDone ? null : Buffer.byteLength(text)
    const fault = () => Buffer.byteLength(text.slice(0, at))
    if (isDone) return fault()
    const inside = open.at(-1)
    const isEnd = (inside === '{' && char === '}') || (inside === '[' && char === ']')
    if (isEnd && (wanted === 'next' || wanted === 'first item' || wanted === 'first key')) {
      open.pop()
      wanted = 'next'
      at++
    } else if (wanted === 'next') {
      if (char !== ',') return fault()
      wanted = inside === '{' ? 'key' : 'value'
      at++
    } else if (wanted === 'colon') {
      if (char !== ':') return fault()
      wanted = 'value'
      at++
    } else if (wanted === 'key' || wanted === 'first key') {
      if (!skip(STRING)) return fault()
      wanted = 'colon'
    } else if (char === '{' || char === '[') {
      open.push(char)
      wanted = char === '{' ? 'first key' : 'first item'
      at++
    } else {
      if (!skip(STRING) && !skip(SCALAR)) return fault()
      wanted = 'next'
    }
  }
}
