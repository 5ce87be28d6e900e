const IMPURE: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bDate\.now\s*\(/, 'Date.now()'],
  [/\bnew Date\s*\(\s*\)/, 'new Date()'],
  [/\bMath\.random\b/, 'Math.random'],
  [/\bperformance\.now\b/, 'performance.now'],
  [/\bprocess\.(env|hrtime)\b/, 'process'],
  [
    /from\s+['"](?:node:)?(?:fs|fs\/promises|net|http|https|child_process)['"]/,
    'a module of the outside world',
  ],
  // A hash of bytes depends on nothing else; the rest of that module deals in chance and keys.
  [/import\s+(?!\{ hash \})[^;\n]*from\s+['"](?:node:)?crypto['"]/, 'chance'],
  [/\b(?:setTimeout|setInterval|fetch)\s*\(/, 'timers or the network'],
]

/** The names of what makes a source depend on the moment or the machine. */
export function findImpurities(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
  return IMPURE.filter(([pattern]) => pattern.test(text)).map(([, what]) => what)
}
