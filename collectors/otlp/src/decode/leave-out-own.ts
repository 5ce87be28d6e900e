import type { RawResource } from '@assay/contract/raw-span'
import { INSTALLATION_ATTRIBUTE, OWN_SERVICE } from '@assay/telemetry/otlp/resource'
import type { DecodeReport } from './decode-report.ts'

/**
 * The batches without what this installation says of itself: it came back through a proxy or another collector, and would tell of its own
 * arrival for ever. Such items are refused as `own_telemetry`. The report notes whether any Assay sent something.
 *
 * @param installationId Who we are; undefined where nobody can know.
 */
export function* leaveOutOwn<Item>(
  batches: Iterable<Item[]>,
  resourceOf: (item: Item) => RawResource,
  installationId: string | undefined,
  report: DecodeReport,
): Generator<Item[], void> {
  let last: RawResource | null = null
  let isOwn = false
  const isForeign = (item: Item) => {
    const resource = resourceOf(item)
    if (resource !== last) {
      last = resource
      const { attributes } = resource
      const isAssay = attributes.get('service.name') === OWN_SERVICE
      if (isAssay) report.isFromAssay = true
      isOwn =
        isAssay && installationId !== undefined && attributes.get(INSTALLATION_ATTRIBUTE) === installationId
    }
    return !isOwn
  }
  for (const batch of batches) {
    // Almost every batch is kept whole, and needs no copy.
    if (batch.every(isForeign)) {
      yield batch
      continue
    }
    const foreign = batch.filter(isForeign)
    report.refuse('own_telemetry', batch.length - foreign.length)
    yield foreign
  }
}
