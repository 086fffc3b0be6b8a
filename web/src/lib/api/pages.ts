/** What all pages of a list hold together, asked for one after the other. */
export async function allPages<P extends { next_page_token: string }, T>(ask: (token: string) => Promise<P>, rowsOf: (page: P) => readonly T[]): Promise<T[]> {
  const rows: T[] = []
  let token = ''
  do {
    const page = await ask(token)
    rows.push(...rowsOf(page))
    token = page.next_page_token
  } while (token !== '')
  return rows
}
