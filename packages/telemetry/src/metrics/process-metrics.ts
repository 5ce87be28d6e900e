import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Registry } from './registry.ts'

/**
 * Memory, processor, uptime and delay of the event loop of this process. Names follow the Prometheus
 * conventions for processes. The monitor runs until `stop`.
 */
export function addProcessMetrics(registry: Registry, version: string): { stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const startSeconds = Date.now() / 1000 - process.uptime()
  const memory = (key: 'rss' | 'heapUsed' | 'external') => () => process.memoryUsage()[key]
  registry.read('gauge', 'assay_build_info', 'Version of the program; always 1.', () => [
    { labels: { version, node: process.versions.node }, value: 1 },
  ])
  registry.read('gauge', 'process_resident_memory_bytes', 'Memory of the process.', memory('rss'))
  registry.read('gauge', 'nodejs_heap_used_bytes', 'Used bytes of the JavaScript heap.', memory('heapUsed'))
  registry.read('gauge', 'nodejs_external_memory_bytes', 'Bytes of buffers.', memory('external'))
  registry.read('counter', 'process_cpu_seconds_total', 'Processor time, user and system.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  registry.read(
    'gauge',
    'process_start_time_seconds',
    'Start of the process, Unix seconds.',
    () => startSeconds,
  )
  registry.read('gauge', 'process_uptime_seconds', 'Time since the start.', () => process.uptime())
  registry.read(
    'gauge',
    'nodejs_eventloop_lag_seconds',
    'Delay of the event loop since the start, by quantile.',
    () =>
      [50, 99, 100].map((percent) => ({
        labels: { quantile: String(percent / 100) },
        value: delay.percentile(percent) / 1e9,
      })),
  )
  return { stop: () => void delay.disable() }
}
