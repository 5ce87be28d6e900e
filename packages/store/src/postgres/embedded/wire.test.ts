import { describe, expect, it } from 'vitest'
import { readAnswer } from './read-answer.ts'
import { renameStatements } from './rename-statements.ts'
import { createMessageSplitter } from './split-messages.ts'

const message = (type: string, body: Buffer): Buffer => {
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), size, body])
}
const startup = message('', Buffer.from('\0\x03\0\0user\0me\0\0', 'latin1'))

describe('the messages of a Postgres client', () => {
  it('come out whole, however the bytes are cut', () => {
    const query = message('Q', Buffer.from('SELECT 1\0'))
    const sync = message('S', Buffer.alloc(0))
    const bytes = Buffer.concat([startup, query, sync])
    for (let size = 1; size <= bytes.length; size++) {
      const splitter = createMessageSplitter()
      const messages = []
      for (let at = 0; at < bytes.length; at += size)
        messages.push(...splitter.push(bytes.subarray(at, at + size)))
      expect(messages.map((m) => m.type)).toEqual(['', 'Q', 'S'])
      expect(Buffer.concat(messages.map((m) => m.bytes))).toEqual(bytes)
    }
  })

  it('name statements of their own, and leave unnamed ones alone', () => {
    const rename = (type: string, body: string) => {
      const renamed = Buffer.from(renameStatements(type, message(type, Buffer.from(body)), 'c1_'))
      expect(renamed.readInt32BE(1)).toBe(renamed.length - 1)
      return renamed.subarray(5).toString()
    }
    expect(rename('P', 'name\0SELECT 1\0\0\0')).toBe('c1_name\0SELECT 1\0\0\0')
    expect(rename('P', '\0SELECT 1\0\0\0')).toBe('\0SELECT 1\0\0\0')
    expect(rename('B', '\0name\0rest')).toBe('\0c1_name\0rest')
    expect(rename('B', 'portal\0name\0rest')).toBe('c1_portal\0c1_name\0rest')
    expect(rename('D', 'Sname\0')).toBe('Sc1_name\0')
    expect(rename('C', 'P\0')).toBe('P\0')
    expect(rename('Q', 'SELECT 1\0')).toBe('SELECT 1\0')
  })

  it('are answered with a status, and with what others must hear', () => {
    const note = message('A', Buffer.from('\0\0\0\x01channel\0text\0'))
    const answer = Buffer.concat([
      message('C', Buffer.from('SELECT 1\0')),
      note,
      message('Z', Buffer.from('T')),
    ])
    expect(readAnswer(answer)).toEqual({ status: 'T', notifications: [note] })
    expect(readAnswer(Buffer.alloc(0))).toEqual({ status: null, notifications: [] })
  })
})
