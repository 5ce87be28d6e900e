import { openEngine } from './run-request.ts'
import { createFront } from './serve.ts'
import type { AddressInfo } from 'node:net'

// Run as a process of its own: `node main.ts <data directory> [user] [password]`. Prints its port, ends with its parent.
const [path, user, password] = process.argv.slice(2)
if (!path) throw new Error('name a data directory')
const engine = openEngine(path)
const front = createFront(engine, user ? { user, password: password ?? '' } : null)
front.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(front.address() as AddressInfo).port}\n`)
})
process.stdin.resume().once('end', () => {
  front.closeAllConnections()
  front.close()
  void engine.close().then(() => process.exit(0))
})
