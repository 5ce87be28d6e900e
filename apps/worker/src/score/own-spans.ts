/** The service name of Assay's own telemetry: scoring it would make more of it. */
export const OWN_SERVICE = 'assay'

/** Whether a span is of Assay itself. */
export const isOwnSpan = ({ service }: { service: string }): boolean => service === OWN_SERVICE
