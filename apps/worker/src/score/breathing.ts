/** Some milliseconds' work, for which nobody who waits for an answer waits long. */
const ROWS = 2_000

/** The rows, and every two thousand of them a turn of the event loop for others. */
export async function* breathing<Row>(rows: Iterable<Row>): AsyncGenerator<Row, void> {
  let count = 0
  for (const row of rows) {
    if (++count % ROWS === 0) await new Promise((resolve) => setImmediate(resolve))
    yield row
  }
}
