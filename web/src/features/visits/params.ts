/** The URL's search part of the page of visits. */
export interface VisitsSearch {
  /** How a month is shown; as a list when nothing is said. */
  view?: 'calendar'
}

export const readVisitsSearch = ({ view }: Record<string, unknown>): VisitsSearch => (view === 'calendar' ? { view } : {})
