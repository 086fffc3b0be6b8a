// Names of clients and units beside their ids, as lists have them.

const UNKNOWN = '?'

/** What the client is called now. */
export const clientOf = ({ client_name }: { client_name: string | null }): string => client_name ?? UNKNOWN

/** The unit; nothing for the client as a whole. */
export const unitOf = ({ unit_id, unit_name }: { unit_id: string | null; unit_name: string | null }): string => (unit_id === null ? '' : (unit_name ?? UNKNOWN))
