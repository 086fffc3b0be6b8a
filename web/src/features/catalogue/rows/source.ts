// The rows of one result, held in blocks: those in view are fetched at once, the rest is filled in from behind.
import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../../lib/api/http'
import type { Row } from '../../../lib/api/types'
import { getCatalogue } from '../api/catalogue'
import { rowsUrl } from '../api/rows'
import { isTextQuery, type CatalogueSearch } from '../params'
import { fill } from './fill'
import type { RowTable } from './table'

export const BLOCK = 64
/** Up to so many rows the whole result is brought into the browser. */
export const FILL_LIMIT = 60_000
const AHEAD_MS = 150
const SETTLE_MS = 350
const REFILL_MS = 5_000
const HEAL_MS = 4_000

export interface SourceState {
  /** Null until the first block has come. */
  total: number | null
  tookMs: number
  recognisedAs: string
  degraded: boolean
  error: ApiError | null
  /** Rises whenever rows or numbers changed. */
  revision: number
}

export class RowSource {
  readonly search: CatalogueSearch
  readonly key: string
  private readonly queries: QueryClient
  private readonly blocks = new Map<number, Row[]>()
  /** Everything, once it is here; blocks are taken from it when somebody looks at them. */
  private table: RowTable | null = null
  private readonly pending = new Set<number>()
  /** Blocks that may be old: shown, but fetched anew when they come into view. */
  private readonly stale = new Set<number>()
  private readonly listeners = new Set<() => void>()
  private readonly view = { first: 0, last: 0 }
  private stopFill: (() => void) | null = null
  private fillTimer: ReturnType<typeof setTimeout> | undefined
  private healTimer: ReturnType<typeof setTimeout> | undefined
  private aheadTimer: ReturnType<typeof setTimeout> | undefined
  private filled = false
  private epoch = 0
  private state: SourceState = {
    total: null, tookMs: 0, recognisedAs: 'all', degraded: false, error: null, revision: 0,
  }

  constructor(search: CatalogueSearch, queries: QueryClient) {
    this.search = search
    this.key = JSON.stringify(search)
    this.queries = queries
  }

  readonly read = (): SourceState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (!this.filled) this.scheduleFill(SETTLE_MS)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.haltFill()
      // Overtaken by further typing: nobody waits for this answer any more.
      if (this.state.total === null) void this.queries.cancelQueries({ queryKey: ['catalogue', this.key] })
    }
  }

  row(index: number): Row | undefined {
    return this.block(Math.floor(index / BLOCK))?.[index % BLOCK]
  }

  /** Index of a client among the rows that are here, or -1. */
  indexOf(clientId: string): number {
    for (const [block, rows] of this.blocks) {
      const at = rows.findIndex((row) => row.id === clientId)
      if (at >= 0) return block * BLOCK + at
    }
    return this.table?.indexOf(clientId) ?? -1
  }

  /** Waits for one row; undefined past the end. */
  async loadRow(index: number): Promise<Row | undefined> {
    if (index < 0) return undefined
    if (!this.row(index)) await this.fetchBlock(Math.floor(index / BLOCK))
    return this.row(index)
  }

  /** Says which rows are on the screen; missing ones and their neighbours are fetched. */
  show(first: number, last: number): void {
    this.view.first = first
    this.view.last = last
    const from = Math.floor(first / BLOCK)
    const to = Math.floor(Math.max(first, last - 1) / BLOCK)
    for (let block = from; block <= to; block++) this.want(block)
    if (this.filled || this.state.total === null) return
    // The End key is near in a list; a text is mostly typed on, and its next answer should not have to wait for what nobody looks at.
    if (!isTextQuery(this.search)) this.want(Math.max(0, Math.floor((this.state.total - 1) / BLOCK)))
    if (first > 0) this.lookAhead()
    else this.aheadTimer ??= setTimeout(() => this.lookAhead(), AHEAD_MS)
  }

  /** Fetches the neighbours of what is on the screen. */
  private lookAhead(): void {
    this.aheadTimer = undefined
    if (this.filled || this.state.total === null) return
    const from = Math.floor(this.view.first / BLOCK)
    const to = Math.floor(Math.max(this.view.first, this.view.last - 1) / BLOCK)
    if ((to + 1) * BLOCK < this.state.total) this.want(to + 1)
    if (from > 0) this.want(from - 1)
  }

  /** Reads anew what is on the screen at once and the rest a little later; old rows stay until then. */
  refresh(): void {
    this.epoch++
    this.pending.clear()
    this.haltFill()
    this.filled = false
    void this.queries.cancelQueries({ queryKey: ['catalogue', this.key] })
    this.queries.removeQueries({ queryKey: ['catalogue', this.key] })
    const from = Math.floor(this.view.first / BLOCK)
    const to = Math.floor(Math.max(this.view.first, this.view.last - 1) / BLOCK)
    for (const block of this.blocks.keys()) this.stale.add(block)
    for (let block = from; block <= to; block++) void this.fetchBlock(block).catch(() => undefined)
    if (this.listeners.size > 0) this.scheduleFill(REFILL_MS)
  }

  /** Rows of a block that are here; put together from the table when first asked for. */
  private block(block: number): Row[] | undefined {
    const known = this.blocks.get(block)
    if (known || !this.table) return known
    const rows = this.table.rows(block * BLOCK, (block + 1) * BLOCK)
    if (rows.length === 0) return undefined
    this.blocks.set(block, rows)
    if (!this.filled) this.stale.add(block)
    return rows
  }

  private want(block: number): void {
    if ((this.block(block) && !this.stale.has(block)) || this.pending.has(block) || this.state.error) return
    void this.fetchBlock(block).catch(() => undefined)
  }

  private async fetchBlock(block: number): Promise<void> {
    const epoch = this.epoch
    this.pending.add(block)
    try {
      const page = await this.queries.query({
        queryKey: ['catalogue', this.key, block],
        queryFn: ({ signal }) => getCatalogue(this.search, block * BLOCK, BLOCK, signal),
        staleTime: 10_000,
        gcTime: 30_000,
        retry: false,
      })
      if (epoch !== this.epoch) return
      this.blocks.set(block, page.items)
      this.stale.delete(block)
      // Brought in advance and telling nothing new: the screen need not be drawn anew for it.
      if (page.total === this.state.total && !this.state.error && !this.isInView(block)) return
      this.setTotal(page.total)
      this.change({ tookMs: page.took_ms, recognisedAs: page.recognised_as, degraded: page.degraded, error: null })
    } catch (error) {
      if (epoch === this.epoch && error instanceof ApiError) {
        this.change({ error })
        clearTimeout(this.healTimer)
        this.healTimer = setTimeout(() => {
          if (this.listeners.size > 0) this.refresh()
        }, HEAL_MS)
      }
      throw error
    } finally {
      if (epoch === this.epoch) this.pending.delete(block)
    }
  }

  private isInView(block: number): boolean {
    return block * BLOCK < this.view.last && (block + 1) * BLOCK > this.view.first
  }

  private setTotal(total: number): void {
    if (this.state.total !== null && total < this.state.total) {
      for (const block of [...this.blocks.keys()]) if (block * BLOCK >= total) this.blocks.delete(block)
    }
    this.state = { ...this.state, total }
  }

  private change(part: Partial<SourceState>): void {
    this.state = { ...this.state, ...part, revision: this.state.revision + 1 }
    for (const listener of this.listeners) listener()
  }

  private scheduleFill(delay: number): void {
    clearTimeout(this.fillTimer)
    this.fillTimer = setTimeout(() => {
      const { total } = this.state
      if (total === null) this.scheduleFill(SETTLE_MS)
      else if (total > BLOCK && total <= FILL_LIMIT) this.startFill()
    }, delay)
  }

  private startFill(): void {
    const epoch = this.epoch
    this.stopFill?.()
    this.stopFill = fill(rowsUrl(this.search), {
      loaded: (total) => {
        if (epoch !== this.epoch || total === this.state.total) return
        this.setTotal(total)
        this.change({})
      },
      done: (table) => {
        if (epoch !== this.epoch) return
        this.table = table
        this.filled = true
        this.blocks.clear()
        this.stale.clear()
        this.change({})
      },
      // Rows still come by blocks; there is nothing to tell.
      failed: () => undefined,
    })
  }

  private haltFill(): void {
    clearTimeout(this.aheadTimer)
    this.aheadTimer = undefined
    clearTimeout(this.fillTimer)
    this.stopFill?.()
    this.stopFill = null
  }
}
