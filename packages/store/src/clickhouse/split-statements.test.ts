import { expect, it } from 'vitest'
import { splitStatements } from './split-statements.ts'

it('splits at semicolons that end statements and at no other', () => {
  const sql = `-- a; comment
SELECT 'it''s; \\'; ok', "a;b", \`c;d\`; /* x; y */ SELECT 2 -- z;
;;
SELECT 3`
  expect(splitStatements(sql)).toEqual([`SELECT 'it''s; \\'; ok', "a;b", \`c;d\``, 'SELECT 2', 'SELECT 3'])
})

it('finds no statement in a file of comments, and ends at the end of an unclosed one', () => {
  expect(splitStatements('-- only\n/* this')).toEqual([])
  expect(splitStatements('SELECT 1 -- last line')).toEqual(['SELECT 1'])
})
