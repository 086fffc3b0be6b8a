// The columns of the check, in their order.

export const columns: readonly { name: string; width: number; right?: true; grows?: number }[] = [
  { name: 'client', width: 190, grows: 3 },
  { name: 'unit', width: 140, grows: 2 },
  { name: 'service', width: 150, grows: 2 },
  { name: 'period', width: 200 },
  { name: 'contracted', width: 84, right: true },
  { name: 'done', width: 76, right: true },
  { name: 'billed', width: 76, right: true },
  { name: 'outcome', width: 220, grows: 1 },
  { name: 'invoice', width: 130 },
]

export const listWidth = columns.reduce((sum, { width }) => sum + width, 0)

/** Those that grow take what a wide screen has over. */
export const template = columns.map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`)).join(' ')
