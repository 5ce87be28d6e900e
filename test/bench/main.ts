/** `pnpm bench <name>`: runs one bench, or all. Each ends with lines `figure <name> <value> <unit>`. */
const BENCHES = [
  'decode',
  'normalise',
  'spool',
  'ingest',
  'storage',
  'query',
  'score',
  'trend',
  'scoring',
  'backfill',
  'judge',
] as const

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const unknown = names.filter((name) => !(BENCHES as readonly string[]).includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no bench called ${unknown.join(', ')}; choose from ${BENCHES.join(', ')}.\n`)
  process.exit(2)
}
for (const name of names.length > 0 ? names : BENCHES) {
  process.stdout.write(`\n# ${name}\n`)
  const module = (await import(`./${name}.ts`)) as { bench: () => Promise<void> }
  await module.bench()
}
