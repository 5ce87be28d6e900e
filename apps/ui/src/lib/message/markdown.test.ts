import { describe, expect, test } from 'vitest'
import { parseMarkdown, type Block, type Inline } from './markdown.ts'

const inlineOf = (text: string): Inline[] => {
  const block = parseMarkdown(text)[0]
  return block?.type === 'paragraph' ? block.children : []
}

/** All addresses anywhere in the tree. */
function addresses(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(addresses)
  if (value === null || typeof value !== 'object') return []
  const own = 'href' in value ? [String(value.href)] : []
  return [...own, ...Object.values(value).flatMap(addresses)]
}

describe('what a model writes cannot act', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'text <svg/onload=alert(1)> text',
    '<iframe src="javascript:alert(1)"></iframe>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#x73;cript:alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](<java\tscript:alert(1)>)',
    '[x](vbscript:x)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](file:///etc/passwd)',
    '[x](/settings/keys)',
    '[x](//evil.example/a)',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '[a]: javascript:alert(1)\n\n[a]',
    '<javascript:alert(1)>',
    '| a |\n|---|\n| <b onclick=x>[y](javascript:z)</b> |',
    '> - # [x](javascript:alert(1)) <script>',
  ]
  test.each(attacks)('no address and no markup survives in %j', (attack) => {
    const tree = parseMarkdown(attack)
    expect(addresses(tree)).toEqual([])
    const types = JSON.stringify(tree).match(/"type":"(\w+)"/g) ?? []
    expect(types).not.toContain('"type":"html"')
  })

  test('markup is shown as the text it is', () => {
    expect(parseMarkdown('<script>alert(1)</script>')).toEqual([
      { type: 'paragraph', children: [{ type: 'text', text: '<script>alert(1)</script>' }] },
    ])
    expect(inlineOf('a <b>c</b>').map((i) => ('text' in i ? i.text : ''))).toEqual(['a ', '<b>', 'c', '</b>'])
  })

  test('http, https and mailto links are kept', () => {
    expect(
      addresses(parseMarkdown('[a](https://a.example/x?y=1&z=2) <b@c.example> http://d.example')),
    ).toEqual(['https://a.example/x?y=1&z=2', 'mailto:b@c.example', 'http://d.example/'])
  })

  test('a remote image is marked as remote, pixels in the text are not', () => {
    expect(inlineOf('![a cat](https://a.example/cat.png)')).toEqual([
      { type: 'image', href: 'https://a.example/cat.png', isRemote: true, alt: 'a cat' },
    ])
    expect(inlineOf('![dot](data:image/png;base64,iVBORw0KGgo=)')[0]).toMatchObject({ isRemote: false })
  })
})

describe('Markdown', () => {
  test('headings, lists, code, quotes, tables and rules have their shape', () => {
    const text =
      '# T\n\n1. one\n2. two\n\n- [x] done\n\n```ts title\nlet a = 1\n```\n\n> q\n\n|a|b|\n|-|-:|\n|1|2|\n\n---'
    const blocks = parseMarkdown(text)
    expect(blocks.map((b: Block) => b.type)).toEqual([
      'heading',
      'list',
      'list',
      'code',
      'quote',
      'table',
      'rule',
    ])
    expect(blocks[1]).toMatchObject({ start: 1, items: [{ isDone: null }, { isDone: null }] })
    expect(blocks[2]).toMatchObject({ start: null, items: [{ isDone: true }] })
    expect(blocks[3]).toEqual({ type: 'code', language: 'ts', text: 'let a = 1' })
    expect(blocks[5]).toMatchObject({ align: [null, 'right'] })
  })

  test('a line break of the author is a line break', () => {
    expect(inlineOf('a\nb').map((i) => i.type)).toEqual(['text', 'break', 'text'])
  })

  test('character references are characters, once', () => {
    expect(inlineOf('a &lt; b &amp;lt; &#x1F600; &unknown;')).toEqual([
      { type: 'text', text: 'a < b &lt; 😀 &unknown;' },
    ])
    expect(inlineOf('`&lt;`')).toEqual([{ type: 'code', text: '&lt;' }])
  })

  test('text nested beyond all measure ends as text', () => {
    const deep = `${'> '.repeat(3000)}end`
    expect(JSON.stringify(parseMarkdown(deep))).toContain('end')
    expect(JSON.stringify(parseMarkdown('*a **b '.repeat(2000)))).toContain('b')
  })
})

test('the end of a line breaks it in what somebody wrote, and not in a file whose lines are wrapped', () => {
  const breaks = (hasBreaks: boolean) =>
    JSON.stringify(parseMarkdown('one\ntwo', { hasBreaks })).includes('"break"')
  expect([breaks(true), breaks(false)]).toEqual([true, false])
})
