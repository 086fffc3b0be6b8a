// CSV that a spreadsheet opens as text and not as a program.

export type CsvValue = string | number | boolean | null | undefined | readonly string[]

const DANGEROUS = /^[\s\u00a0]*[=+\-@\t\r]|^[\t\r\n]/
const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/

/** One cell. What a spreadsheet would run as a formula gets an apostrophe in front; phones such as +371… too. */
export function csvCell(value: CsvValue, separator = ';'): string {
  let text = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value)
  // A decimal comma, as with the semicolons.
  if (typeof value === 'number') text = text.replace('.', ',')
  if (DANGEROUS.test(text) && !(typeof value === 'number' && PLAIN_NUMBER.test(text))) text = `'${text}`
  if (text.includes('"') || text.includes(separator) || /[\r\n]/.test(text)) text = `"${text.replaceAll('"', '""')}"`
  return text
}

/** A whole file: byte order mark for Excel, semicolons as Latvian Excel expects, CRLF. */
export function toCsv(head: string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [head.map((cell) => csvCell(cell)).join(';')]
  for (const row of rows) lines.push(row.map((cell) => csvCell(cell)).join(';'))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
