/** A year and a month as URLs have them. */
export const YEAR = /^(199\d|2[01]\d\d)$/
export const MONTH = /^([1-9]|1[0-2])$/

export const isMonthInUrl = ({ year, month }: { year: string; month: string }): boolean => YEAR.test(year) && MONTH.test(month)

/** The URL's search part of the page of visits. */
export interface VisitsSearch {
  /** How a month is shown; as a list when nothing is said. */
  view?: 'calendar'
}

export const readVisitsSearch = ({ view }: Record<string, unknown>): VisitsSearch => (view === 'calendar' ? { view } : {})
