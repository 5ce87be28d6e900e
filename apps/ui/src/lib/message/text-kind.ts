/** How a text is shown: as a JSON tree, as Markdown, in a monospace block, or as prose with its line breaks. */
export type TextKind = 'json' | 'markdown' | 'code' | 'plain'

/** Longer texts are not looked through as a whole: their beginning decides. */
const LOOK_AT_CHARS = 20_000
/** Above this a text that begins like JSON is not parsed: shown as code. */
const MAX_JSON_CHARS = 2_000_000

const MARKDOWN_SIGNS = [
  /^#{1,6} \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^ {0,3}(?:[-*+]|\d{1,3}[.)]) \S/m,
  /^ {0,3}> \S/m,
  /^\|?.+\|.+\n\|? ?:?-{2,}/m,
  /\*\*\S[^*\n]*\*\*/,
  /(?:^|\s)_\S[^_\n]*\S_(?=\s|[.,;:!?]|$)/m,
  /`[^`\n]+`/,
  /!?\[[^\]\n]*\]\([^)\s]+\)/,
]

const CODE_BEGINNINGS = [
  /^#!\//,
  /^<\?xml|^<!doctype|^<html/i,
  /^Traceback \(most recent call last\)/,
  /^(?:import|from) [\w.]+(?: import [\w*, ]+)?\s*$/m,
  /^(?:export |async )*(?:function|class) \w+/m,
  /^(?:async )?def \w+\(/m,
  /^(?:const|let|var) \w+ ?[:=]/m,
  /^(?:package|#include|using) [\w<"./]+/m,
  /^(?:select|with|insert into|create table|update|delete from)\s[\s\S]*\b(?:from|select|values|set|\()/i,
  /^diff --git |^--- a\//m,
]

/** Guesses how people want to read a text; cheap, and never wrong in a way that hides a character. */
export function textKind(text: string): TextKind {
  const trimmed = text.trim()
  if (looksLikeJson(trimmed))
    return trimmed.length > MAX_JSON_CHARS ? 'code' : parses(trimmed) ? 'json' : 'code'
  const head = trimmed.slice(0, LOOK_AT_CHARS)
  const hasFence = /^ {0,3}(?:```|~~~)/m.test(head)
  if (!hasFence && isCode(head)) return 'code'
  return MARKDOWN_SIGNS.some((sign) => sign.test(head)) ? 'markdown' : 'plain'
}

function looksLikeJson(text: string): boolean {
  return /^(?:\{\s*["}]|\[\s*[[{"\]\d\-tfn])/.test(text) && /[}\]]$/.test(text)
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A known beginning, and lines that end or indent as code does; prose that quotes one line of code is no code. */
function isCode(head: string): boolean {
  if (!CODE_BEGINNINGS.some((beginning) => beginning.test(head))) return false
  const lines = head.split('\n').filter((line) => line.trim() !== '')
  const codeLines = lines.filter((line) =>
    /[{}();:,>]$|^\s{2,}\S|^(?:import|from|#|@|\/\/|\+|-)/.test(line.trimEnd()),
  )
  const isQuery = /^(?:select|with|insert|create|update|delete)\s/i.test(head)
  return isQuery ? !/[.!?]$/.test(head) || head.includes(';') : codeLines.length >= lines.length * 0.4
}
