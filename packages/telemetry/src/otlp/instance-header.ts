/** Names the process that sent its own telemetry, so that it knows it again. */
export const INSTANCE_HEADER = 'x-assay-instance'
