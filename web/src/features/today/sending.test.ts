import 'fake-indexeddb/auto'
import { Blob as NodeBlob } from 'node:buffer'
import { beforeEach, expect, it, vi } from 'vitest'
import { getSession } from '../../app/session'
import { ApiError } from '../../lib/api/http'
import type { Visit, VisitInput } from '../../lib/api/types'
import { putVisit } from '../visits/api/visits'
import { inputOf } from '../visits/change'
import { uploadFile } from '../../lib/upload'
import { putMedia } from './api/media'
import { database, type Entry } from './kept/database'
import { discard, keepDay, recordPictures, recordVisit, redoOn } from './kept/outbox'
import { keptStore, tellChange } from './kept/state'
import { sendAll } from './sending'
import { newVisit } from './shown'

vi.mock('../../app/session')
vi.mock('../visits/api/visits')
vi.mock('../../lib/upload')
vi.mock('./api/media')

const SITE = { clientId: 'client', clientName: '', unitId: 'unit', unitName: '', address: '', phone: '', notice: '', isOpen: true }
const planned = (id: string): Visit => ({ ...newVisit(SITE, 'Ilze'), id, etag: 'v1', version: 1, planned_start: '2026-11-26T08:00:00.000Z' })
const answer = (visit: Visit, body: VisitInput, version: number): Visit => ({ ...visit, ...(body as Visit), version, etag: `v${version}` })
const picture = (mediaId: string) => ({ mediaId, content: new Blob(['x']), name: 'a.jpg', takenAt: '2026-11-26T08:00:00.000Z', tags: [] })
// The blobs of the pretended browser lose their size in the pretended store.
const sized = (mediaId: string, bytes: number) => ({ ...picture(mediaId), content: new NodeBlob(['x'.repeat(bytes)]) as unknown as Blob })
const outbox = async (): Promise<Entry[]> => (await database()).getAll('outbox')
const signIn = (user: string): unknown => vi.mocked(getSession).mockResolvedValue({ user, roles: [], version: '', language: 'lv' })
const network = new ApiError(0, { reason: 'NETWORK' })
const late = new ApiError(408, { reason: 'NETWORK' })

beforeEach(async () => {
  const kept = await database()
  for (const store of ['day', 'outbox', 'sent'] as const) await kept.clear(store)
  await keepDay('2026-11-26', 'Ilze', [planned('a'), planned('b')], '2026-11-26T05:00:00.000Z')
  vi.resetAllMocks()
  signIn('ilze')
  await sendAll()
})

it('sends what follows at a visit on the version that the answer tells', async () => {
  await recordVisit(planned('a'), { started: '2026-11-26T08:01:00.000Z' })
  await recordVisit(planned('a'), { status: 'done', ended: '2026-11-26T09:00:00.000Z' })
  vi.mocked(putVisit).mockImplementation((id, body, etag) => Promise.resolve(answer(planned(id), body, etag === 'v1' ? 2 : 3)))
  expect((await sendAll()).isLeft).toBe(false)
  const sent = vi.mocked(putVisit).mock.calls
  expect(sent.map(([, , etag]) => etag)).toEqual(['v1', 'v2'])
  expect(sent[1]?.[1]).toMatchObject({ started: '2026-11-26T08:01:00.000Z', status: 'done' })
  expect(await outbox()).toEqual([])
  expect((await (await database()).get('day', 'last'))?.visits.find(({ id }) => id === 'a')).toMatchObject({ etag: 'v3', status: 'done' })
})

it('keeps everything, and its order, while nobody answers, and sends the very same again', async () => {
  await recordVisit(planned('a'), { started: '2026-11-26T08:01:00.000Z' })
  await recordVisit(planned('b'), { note: 'x' })
  vi.mocked(putVisit).mockRejectedValue(network)
  expect((await sendAll()).isLeft).toBe(true)
  expect(putVisit).toHaveBeenCalledTimes(1)
  expect((await outbox()).map(({ visitId }) => visitId)).toEqual(['a', 'b'])
  await sendAll()
  const [first, second] = vi.mocked(putVisit).mock.calls.map(([id, body, etag]) => ({ id, body, etag }))
  expect(second).toEqual(first)
})

it('does not write over what somebody else wrote after an answer that got lost', async () => {
  await recordVisit(planned('a'), { started: '2026-11-26T08:01:00.000Z' })
  await recordVisit(planned('a'), { note: 'mine' })
  vi.mocked(putVisit).mockImplementationOnce((id, body) => Promise.resolve(answer(planned(id), { ...body, note: 'theirs' }, 3)))
  vi.mocked(putVisit).mockRejectedValueOnce(new ApiError(409, { reason: 'ETAG_MISMATCH', current: { ...planned('a'), etag: 'v3', version: 3, note: 'theirs' } }))
  await sendAll()
  expect(vi.mocked(putVisit).mock.calls[1]?.[2]).toBe('v1')
  const [left] = await outbox()
  expect(left?.refusal?.current?.note).toBe('theirs')
})

it('holds up only what was done at the same visit when something is refused', async () => {
  await recordVisit(planned('a'), { started: '2026-11-26T08:01:00.000Z' })
  await recordVisit(planned('a'), { note: 'mine' })
  await recordVisit(planned('b'), { note: 'x' })
  const current = { ...planned('a'), etag: 'v2', version: 2, kind: 'theirs' }
  vi.mocked(putVisit).mockImplementation((id, body) =>
    id === 'a' ? Promise.reject(new ApiError(409, { reason: 'ETAG_MISMATCH', current })) : Promise.resolve(answer(planned(id), body, 2)),
  )
  expect((await sendAll()).isLeft).toBe(false)
  expect(vi.mocked(putVisit).mock.calls.map(([id]) => id)).toEqual(['a', 'b'])
  expect((await outbox()).map(({ refusal }) => refusal?.reason)).toEqual(['ETAG_MISMATCH', undefined])
  await redoOn(current)
  const [redone, ...others] = await outbox()
  expect(others).toEqual([])
  expect(redone).toMatchObject({ etag: 'v2', body: { ...inputOf(current), started: '2026-11-26T08:01:00.000Z', note: 'mine' } })
})

it('keeps what took too long, and goes on with the rest', async () => {
  await recordPictures(planned('a'), [picture('m')])
  await recordVisit(planned('b'), { note: 'x' })
  vi.mocked(uploadFile).mockRejectedValueOnce(late).mockResolvedValue('upload')
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  expect((await sendAll()).isLeft).toBe(true)
  expect(await outbox()).toMatchObject([{ kind: 'media', mediaId: 'm', refusal: null }])
  expect((await sendAll()).isLeft).toBe(false)
  expect(await outbox()).toEqual([])
})

it('gives a photo more time than a visit, and a large one more than a small one', async () => {
  const limits = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
  await recordVisit(planned('a'), { note: 'x' }, [sized('small', 1_000), sized('large', 1_000_000)])
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  vi.mocked(uploadFile).mockResolvedValue('upload')
  await sendAll()
  const [visit, small, , large] = limits.mock.calls.map(([limit]) => limit)
  expect(visit).toBeGreaterThan(0)
  expect(small).toBeGreaterThan(visit ?? 0)
  expect(large).toBeGreaterThan(small ?? 0)
})

it('sends a photo again with the upload that has come whole', async () => {
  await recordPictures(planned('a'), [picture('m')])
  vi.mocked(uploadFile).mockResolvedValue('upload')
  vi.mocked(putMedia).mockRejectedValueOnce(network)
  await sendAll()
  await sendAll()
  expect(uploadFile).toHaveBeenCalledTimes(1)
  expect(vi.mocked(putMedia).mock.calls.map(([id, body]) => [id, body.upload_id])).toEqual([
    ['m', 'upload'],
    ['m', 'upload'],
  ])
  expect(await outbox()).toEqual([])
})

it('uploads a photo anew when its upload is gone', async () => {
  await recordPictures(planned('a'), [picture('m')])
  vi.mocked(uploadFile).mockResolvedValueOnce('old').mockResolvedValueOnce('new')
  vi.mocked(putMedia).mockRejectedValueOnce(new ApiError(404, { reason: 'UPLOAD_NOT_FOUND' }))
  expect((await sendAll()).isLeft).toBe(true)
  expect((await sendAll()).isLeft).toBe(false)
  expect(vi.mocked(putMedia).mock.calls[1]?.[1].upload_id).toBe('new')
})

it('does not bring back what a person gave up while it was being sent', async () => {
  await recordPictures(planned('a'), [picture('m')])
  vi.mocked(uploadFile).mockImplementation(async () => {
    for (const entry of await outbox()) await discard(entry)
    return 'upload'
  })
  vi.mocked(putMedia).mockRejectedValue(new ApiError(422, { reason: 'TEXT_INVALID' }))
  await sendAll()
  expect(await outbox()).toEqual([])
})

it('does not put an older visit of a slow download in the place of a newer one', async () => {
  await recordVisit(planned('a'), { note: 'x' })
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  await sendAll()
  await keepDay('2026-11-26', 'Ilze', [planned('a')], '2026-11-26T05:00:00.000Z')
  expect((await (await database()).get('day', 'last'))?.visits).toMatchObject([{ version: 2, note: 'x' }])
})

it('sends and shows what another left on the device only when they are back', async () => {
  await recordVisit(planned('a'), { note: 'x' }, [picture('m')])
  signIn('janis')
  expect(await sendAll()).toEqual({ clientIds: new Set(), isLeft: false })
  expect(keptStore.read()).toMatchObject({ outbox: [], others: new Map([['ilze', 2]]) })
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  vi.mocked(uploadFile).mockResolvedValue('upload')
  signIn('ilze')
  await sendAll()
  expect(putVisit).toHaveBeenCalledTimes(1)
  expect(await outbox()).toEqual([])
  expect(keptStore.read()?.others.size).toBe(0)
})

it('does not write what one person did over what another did on the same device', async () => {
  await recordVisit(planned('a'), { note: 'hers' })
  signIn('janis')
  await sendAll()
  await recordVisit(planned('a'), { kind: 'his' })
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  await sendAll()
  expect(putVisit).toHaveBeenCalledTimes(1)
  expect(vi.mocked(putVisit).mock.calls[0]?.slice(1, 3)).toMatchObject([{ kind: 'his', note: '' }, 'v1'])
  expect(await outbox()).toMatchObject([{ user: 'ilze', etag: 'v1', body: { note: 'hers' } }])
})

it('takes what an older release kept for the entries of whoever is signed in', async () => {
  await recordVisit(planned('a'), { note: 'x' })
  const kept = await database()
  for (const { user, ...entry } of await kept.getAll('outbox')) if (user) await kept.put('outbox', entry)
  await tellChange()
  expect(keptStore.read()?.outbox).toHaveLength(1)
  vi.mocked(putVisit).mockImplementation((id, body) => Promise.resolve(answer(planned(id), body, 2)))
  signIn('janis')
  await sendAll()
  expect(await outbox()).toEqual([])
})

it('sends nothing while nobody can tell who is signed in', async () => {
  await recordVisit(planned('a'), { note: 'x' })
  vi.mocked(getSession).mockRejectedValue(network)
  expect((await sendAll()).isLeft).toBe(true)
  expect(putVisit).not.toHaveBeenCalled()
  expect(keptStore.read()?.outbox).toHaveLength(1)
})
