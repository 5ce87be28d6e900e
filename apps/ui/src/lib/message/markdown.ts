import { lexer, type Token, type Tokens } from 'marked'
import { decodeEntities } from './decode-entities.ts'
import { safeImage, safeLink } from './safe-url.ts'

/** Inline parts of Markdown. A closed set: HTML of the author appears as text, an address only when it is safe. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em' | 'del'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }
  | { type: 'image'; href: string; isRemote: boolean; alt: string }
  | { type: 'break' }

export type Align = 'left' | 'center' | 'right' | null

/** Block parts of Markdown, rendered by components; no HTML text is ever made from them. */
export type Block =
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'code'; language: string | null; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; start: number | null; items: { isDone: boolean | null; children: Block[] }[] }
  | { type: 'table'; align: Align[]; header: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' }

/** Deeper nesting than this is shown as plain text. */
const MAX_DEPTH = 24

/**
 * Parses Markdown into a closed tree that is safe to render: no HTML, no `javascript:`, no relative address.
 * Text that the parser cannot take (nested too deep) comes back as one paragraph.
 *
 * @param hasBreaks Whether the end of a line is one: in what people and models write, not in files whose lines are wrapped.
 */
export function parseMarkdown(text: string, { hasBreaks = true }: { hasBreaks?: boolean } = {}): Block[] {
  try {
    return blocks(lexer(text, { gfm: true, breaks: hasBreaks }), 0)
  } catch {
    return [plain(text)]
  }
}

function blocks(tokens: readonly Token[], depth: number): Block[] {
  return tokens.flatMap((token): Block[] => {
    if (depth > MAX_DEPTH) return [plain(token.raw)]
    const known = token as Tokens.Generic & Token
    switch (known.type) {
      case 'space':
      case 'def':
        return []
      case 'heading':
        return [{ type: 'heading', level: (token as Tokens.Heading).depth, children: inlines(token, depth) }]
      case 'code': {
        const code = token as Tokens.Code
        return [{ type: 'code', language: languageOf(code.lang), text: code.text }]
      }
      case 'blockquote':
        return [{ type: 'quote', children: blocks((token as Tokens.Blockquote).tokens, depth + 1) }]
      case 'list':
        return [list(token as Tokens.List, depth)]
      case 'table':
        return [table(token as Tokens.Table, depth)]
      case 'hr':
        return [{ type: 'rule' }]
      case 'html':
        return token.raw.trim() === '' ? [] : [plain(token.raw.trimEnd())]
      default:
        return [{ type: 'paragraph', children: inlines(token, depth) }]
    }
  })
}

function list(token: Tokens.List, depth: number): Block {
  return {
    type: 'list',
    start: token.ordered ? Number(token.start) || 1 : null,
    items: token.items.map((item) => ({
      isDone: item.task ? item.checked === true : null,
      children: blocks(
        item.tokens.filter((t) => t.type !== 'checkbox'),
        depth + 1,
      ),
    })),
  }
}

function table(token: Tokens.Table, depth: number): Block {
  const cell = (c: Tokens.TableCell): Inline[] => inlineList(c.tokens, depth + 1)
  return {
    type: 'table',
    align: token.align,
    header: token.header.map(cell),
    rows: token.rows.map((row) => row.map(cell)),
  }
}

function inlines(token: Token, depth: number): Inline[] {
  const children = 'tokens' in token ? token.tokens : undefined
  return children === undefined ? [text(token)] : inlineList(children, depth + 1)
}

function inlineList(tokens: readonly Token[], depth: number): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    if (depth > MAX_DEPTH) return [{ type: 'text', text: token.raw }]
    switch (token.type) {
      case 'strong':
      case 'em':
      case 'del':
        return [{ type: token.type, children: inlines(token, depth) }]
      case 'codespan':
        return [{ type: 'code', text: (token as Tokens.Codespan).text }]
      case 'br':
        return [{ type: 'break' }]
      case 'link': {
        const href = safeLink(decodeEntities((token as Tokens.Link).href))
        if (href === null) return [{ type: 'text', text: token.raw }]
        return [{ type: 'link', href, children: inlines(token, depth) }]
      }
      case 'image': {
        const image = safeImage(decodeEntities((token as Tokens.Image).href))
        if (image === null) return [{ type: 'text', text: token.raw }]
        return [{ type: 'image', ...image, alt: decodeEntities((token as Tokens.Image).text) }]
      }
      case 'html':
        return [/^<br\s*\/?>$/i.test(token.raw) ? { type: 'break' } : { type: 'text', text: token.raw }]
      case 'checkbox':
        return []
      default:
        return 'tokens' in token && token.tokens !== undefined ? inlines(token, depth) : [text(token)]
    }
  })
}

function text(token: Token): Inline {
  const value = 'text' in token && typeof token.text === 'string' ? token.text : token.raw
  return { type: 'text', text: decodeEntities(value) }
}

function plain(value: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', text: value }] }
}

/** First word of a fence's info string, for display; letters, digits and a few signs only. */
function languageOf(info: string | undefined): string | null {
  return /^[\w+#.-]{1,30}/.exec(info ?? '')?.[0] ?? null
}
