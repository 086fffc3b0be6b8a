// Columns of a list whose rows are drawn one below the other.

export interface Column {
  name: string
  /** The least, px. */
  width: number
  right?: true
  /** How much it takes of what a wide screen has over. */
  grows?: number
}

export const widthOf = (columns: readonly Column[]): number => columns.reduce((sum, { width }) => sum + width, 0)

export const templateOf = (columns: readonly Column[]): string =>
  columns.map(({ width, grows = 0 }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`)).join(' ')
