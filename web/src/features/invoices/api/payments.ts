import { call, get } from '../../../lib/api/http'
import type { Payment, PaymentDraft, Proposal } from '../../../lib/api/types'

/** How an amount would be set against what the client owes, oldest first; changes nothing. */
export const proposeAllocation = (clientId: string, amount: string, signal?: AbortSignal): Promise<Proposal> =>
  call('POST', '/payments/propose', { body: { client_id: clientId, amount: { amount, currency: 'EUR' } }, signal })

export const createPayment = (draft: PaymentDraft, idempotencyKey: string): Promise<Payment> =>
  call('POST', '/payments', { body: draft, idempotencyKey })

export const getPayment = (paymentId: string, signal?: AbortSignal): Promise<Payment> => get(`/payments/${paymentId}`, {}, signal)
