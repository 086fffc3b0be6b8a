// The shapes of the BFF's JSON, as the screens use them.

export type Kind = 'legal' | 'natural'
export type Status = 'prospect' | 'active' | 'suspended' | 'closed'

export interface Matched {
  field: string
  text: string
  /** Offsets into text in UTF-16 units, end exclusive. */
  ranges: [number, number][]
}

export interface Row {
  id: string
  name: string
  kind: Kind
  registration_number: string
  city: string | null
  group: string | null
  group_id: string | null
  status: Status
  number: number
  legal_form: string | null
  vat_number: string | null
  address: string | null
  phone: string | null
  email: string | null
  www: string | null
  iban: string | null
  industry: string | null
  responsible: string | null
  tags: string[]
  units_active: number
  units_total: number
  main_unit_id: string | null
  notice: string | null
  created_at: string
  updated_at: string
  version: number
  unit: { id: string; name: string; active: boolean; address: string | null } | null
  matched: Matched | null
}

export interface CataloguePage {
  total: number
  took_ms: number
  generation: number
  recognised_as: string
  degraded: boolean
  items: Row[]
}

export interface FacetCount {
  value: string
  label: string
  count: number
}
export type FacetName = 'status' | 'kind' | 'group' | 'city' | 'legal_form' | 'responsible' | 'tag'
export interface Facets {
  facets: Partial<Record<FacetName, FacetCount[]>>
}

export interface CatalogueStatus {
  clients: number
  units: number
  generation: number
  pending: number
  dead_letters: number
  digest_checked_at: string | null
  digest_mismatches: number
  engine: string
  rebuilding: boolean
}

export type IdentifierType =
  | 'lv_regcode'
  | 'lv_vat'
  | 'lv_personal_code'
  | 'eu_vat'
  | 'foreign'
  | 'gln'
  | 'peppol'
  | 'sepa_creditor'
export type CheckState = 'none' | 'valid' | 'suspect'

export interface Identifier {
  id: string
  type: IdentifierType
  /** Null when masked; sent back as null or left out it keeps the stored number. */
  value: string | null
  shown: string
  country: string
  valid_from: string | null
  valid_to: string | null
  check_state: CheckState
  source: string
}

export type AddressKind = 'legal' | 'actual' | 'billing' | 'delivery' | 'site'
export interface Address {
  id: string
  kind: AddressKind
  line: string
  city: string
  parish: string
  municipality: string
  postcode: string
  country: string
  atvk_code: string
  latitude: number | null
  longitude: number | null
  valid_from: string | null
  valid_to: string | null
}

export type ChannelKind = 'phone' | 'email' | 'www'
export type ChannelPurpose = 'general' | 'invoices' | 'statements' | 'visits'
export interface Channel {
  id: string
  kind: ChannelKind
  value: string
  normal: string
  purpose: ChannelPurpose
  primary: boolean
  note: string
  bounced_at: string | null
}

export interface Contact {
  id: string
  name: string
  role: string
  phone: string
  email: string
  unit_id: string | null
  primary: boolean
  active: boolean
  note: string
}

export interface BankAccount {
  id: string
  iban: string
  bic: string
  bank: string
  holder: string
  currency: string
  primary: boolean
  active: boolean
  changed_at: string | null
  approved_by: string
}

export interface Notice {
  text: string
  scope: 'all' | 'invoice' | 'visit'
  valid_from: string | null
  valid_to: string | null
}

export interface Client {
  id: string
  etag: string
  version: number
  number: number
  kind: Kind
  status: Status
  closed_on: string | null
  closed_reason: string
  name: string
  first_name: string
  last_name: string
  alias: string
  legal_form: string
  name_core: string
  name_shown: string
  registered_on: string | null
  identifiers: Identifier[]
  addresses: Address[]
  channels: Channel[]
  contacts: Contact[]
  bank_accounts: BankAccount[]
  group_id: string | null
  group_name: string | null
  industry_code: string
  industry_revision: string
  industry_title: string
  language: string
  responsible: string
  notice: Notice | null
  comment: string
  tags: string[]
  main_unit_id: string | null
  created_at: string
  created_by: string
  updated_at: string
  updated_by: string
}

export type UnitKind = 'branch' | 'department' | 'site'
export interface Unit {
  id: string
  client_id: string
  parent_id: string | null
  kind: UnitKind
  name: string
  code: string
  address: string
  city: string
  postcode: string
  active: boolean
  opened_on: string | null
  closed_on: string | null
  closed_reason: string
  main: boolean
  payer_client_id: string | null
  served: boolean
  phone: string
  note: string
  etag: string
  latitude: number | null
  longitude: number | null
}

export interface Section<T> {
  state: 'fresh' | 'stale' | 'unavailable'
  as_of: string | null
  data: T | null
}
export interface UnitList {
  units: Unit[]
  total: number
  active: number
}
export interface Change {
  time: string
  actor: string
  reason: string
  field: string
  old_value: string
  new_value: string
  version: number
}
export interface Card {
  client: Client
  unit: Unit | null
  sections: { units: Section<UnitList>; history: Section<{ changes: Change[] }> }
}

export interface Group {
  id: string
  name: string
  parent_id: string | null
  etag: string
  client_count: number
}

export type SettingScope = 'company' | 'group' | 'client' | 'unit'
export interface Setting {
  key: string
  type: 'text' | 'integer' | 'boolean' | 'choice'
  choices: string[]
  minimum: number | null
  maximum: number | null
  values: { scope: SettingScope; value: string }[]
  effective: string
  source: SettingScope
}
export type SettingChange = { key: string; value: string } | { key: string; reset: true }

export interface Industry {
  code: string
  title: string
}

export interface Check {
  state: 'valid' | 'suspect' | 'invalid'
  normal: string
  shown: string
  bank?: string | null
  bic?: string | null
}

export interface Duplicate {
  client_id: string
  name: string
  registration_number: string
  city: string
  status: Status
  signs: string[]
}

export interface Session {
  user: string
  roles: string[]
  language: string
  version: string
}
