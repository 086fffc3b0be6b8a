import { call, get } from '../../../lib/api/http'
import type { AutogenDraft, AutogenLine, AutogenLines, AutogenLinesQuery, AutogenPatch, Forecast } from '../../../lib/api/types'

type Version = Pick<AutogenLine, 'id' | 'etag'>

/** A page of lines; the first one has how many fit. */
export const getLines = (query: AutogenLinesQuery, pageToken: string, pageSize: number, signal?: AbortSignal): Promise<AutogenLines> =>
  get('/autogen/lines', { ...query, page_token: pageToken, page_size: pageSize }, signal)

export const getLine = (lineId: string, signal?: AbortSignal): Promise<AutogenLine> => get(`/autogen/lines/${encodeURIComponent(lineId)}`, {}, signal)

export const createLine = (draft: AutogenDraft, idempotencyKey: string): Promise<AutogenLine> =>
  call('POST', '/autogen/lines', { body: draft, idempotencyKey })

export const updateLine = ({ id, etag }: Version, changes: AutogenPatch): Promise<AutogenLine> =>
  call('PATCH', `/autogen/lines/${id}`, { body: changes, etag })

/** From a day of issue on, periods that fall due are skipped. */
export const pauseLine = ({ id, etag }: Version, from: string, reason: string): Promise<AutogenLine> =>
  call('POST', `/autogen/lines/${id}/pause`, { body: { from, reason }, etag })

export const resumeLine = ({ id, etag }: Version, from: string): Promise<AutogenLine> =>
  call('POST', `/autogen/lines/${id}/resume`, { body: { from }, etag })

/** Periods that begin after the day are not invoiced. */
export const endLine = ({ id, etag }: Version, on: string): Promise<AutogenLine> => call('POST', `/autogen/lines/${id}/end`, { body: { on }, etag })

export const setPrice = ({ id, etag }: Version, unitPrice: string, from: string): Promise<AutogenLine> =>
  call('POST', `/autogen/lines/${id}/price`, { body: { unit_price: unitPrice, from }, etag })

/** The invoices of the next twelve months with the texts they will have. */
export const getForecast = (clientId: string, signal?: AbortSignal): Promise<Forecast> => get('/autogen/forecast', { client_id: clientId }, signal)
