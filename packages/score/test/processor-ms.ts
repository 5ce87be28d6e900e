/** Processor time of this process so far, in milliseconds: a limit held against it does not depend on what else the machine does. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
