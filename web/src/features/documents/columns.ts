// The columns of the register, in their order.

export const columns: readonly { name: string; width: number; grows?: number }[] = [
  { name: 'title', width: 240, grows: 4 },
  { name: 'type', width: 170, grows: 1 },
  { name: 'number', width: 120, grows: 1 },
  { name: 'dated_on', width: 106 },
  { name: 'validity', width: 200 },
  { name: 'clients', width: 200, grows: 3 },
  { name: 'content', width: 110 },
]

export const listWidth = columns.reduce((sum, { width }) => sum + width, 0)

/** Those that grow take what a wide screen has over. */
export const template = columns.map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`)).join(' ')
