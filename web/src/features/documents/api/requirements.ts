import { callTagged } from '../../../lib/api/http'
import type { DocumentRequirement } from '../../../lib/api/types'

export interface Requirements {
  requirements: DocumentRequirement[]
  etag: string
}

const path = '/document-requirements'

export async function getRequirements(signal?: AbortSignal): Promise<Requirements> {
  const { content, etag } = await callTagged<{ requirements: DocumentRequirement[] }>('GET', path, { signal })
  return { requirements: content.requirements, etag }
}

export async function putRequirements({ requirements, etag: before }: Requirements): Promise<Requirements> {
  const { content, etag } = await callTagged<{ requirements: DocumentRequirement[] }>('PUT', path, { body: { requirements }, etag: before })
  return { requirements: content.requirements, etag }
}
