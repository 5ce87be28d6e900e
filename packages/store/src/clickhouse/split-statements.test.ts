import { expect, it } from 'vitest'
import { splitStatements } from './split-statements.ts'

it('splits at semicolons that end statements and at no other', () => {
  const sql = `-- a; comment
SELECT 'it''s; \\'; ok', "a;b", \`c;d\`; /* x; y */ SELECT 2 -- z;
;;
SELECT 3`
  expect(splitStatements(sql).map((statement) => statement.sql)).toEqual([
    `SELECT 'it''s; \\'; ok', "a;b", \`c;d\``,
    'SELECT 2',
    'SELECT 3',
  ])
})

it('finds no statement in a file of comments, and ends at the end of an unclosed one', () => {
  expect(splitStatements('-- only\n/* this')).toEqual([])
  expect(splitStatements('SELECT 1 -- last line')).toEqual([{ sql: 'SELECT 1', when: null }])
})

it('gives a statement the condition that stands before it, and no other statement', () => {
  expect(splitStatements('SELECT 1;\n-- why\n-- when: SELECT 2 > 1\nSELECT 3;\nSELECT 4')).toEqual([
    { sql: 'SELECT 1', when: null },
    { sql: 'SELECT 3', when: 'SELECT 2 > 1' },
    { sql: 'SELECT 4', when: null },
  ])
})
