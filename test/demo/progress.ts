export interface Screen {
  isTTY?: boolean
  write: (text: string) => unknown
}

/** Draws a bar on a terminal; elsewhere it writes a line for each tenth. */
export function makeProgress(screen: Screen, total: number): (done: number) => void {
  let tenths = 0
  return (done) => {
    const share = total === 0 ? 1 : Math.min(1, done / total)
    if (screen.isTTY === true) {
      const filled = Math.round(share * 30)
      const bar = '█'.repeat(filled) + '░'.repeat(30 - filled)
      screen.write(
        `\r${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${String(done)} of ${String(total)} spans`,
      )
      if (share === 1) screen.write('\n')
      return
    }
    if (Math.floor(share * 10) === tenths) return
    tenths = Math.floor(share * 10)
    screen.write(`${String(done)} of ${String(total)} spans\n`)
  }
}
