// What the server refused, by the fields of a form.
import type { FieldProblem } from './api/http'

/** The server's "client.channels[2].value" or "channels.2.value" as a path of the form. */
export const pathOf = (field: string): string =>
  field.replace(/^(client|body)\./, '').replace(/\[["']?([^\]"']*)["']?\]/g, '.$1')

export function serverComplaints(fields: readonly FieldProblem[]): ReadonlyMap<string, FieldProblem> {
  return new Map(fields.map((field) => [pathOf(field.field), field]))
}
