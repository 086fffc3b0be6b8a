import { get } from '../lib/api/http'
import type { Session } from '../lib/api/types'

export const getSession = (signal?: AbortSignal): Promise<Session> => get('/session', {}, signal)
