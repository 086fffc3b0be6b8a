// The shapes of the BFF's JSON under the names the screens use. They come from openapi.json; `npm run api` makes schema.ts anew.
import type { components } from './schema'

type Schemas = components['schemas']

export type Row = Schemas['RowJson']
export type Matched = Schemas['MatchJson']
export type CataloguePage = Schemas['CatalogueJson']
export type CatalogueStatus = Schemas['CatalogueStatusJson']
export type FacetCount = Schemas['FacetCountJson']
export type Facets = Schemas['FacetsJson']

export type Client = Schemas['ClientJson']
export type Kind = Client['kind']
export type Status = Client['status']
export type Identifier = Schemas['IdentifierJson']
export type IdentifierType = Identifier['type']
export type CheckState = Identifier['check_state']
export type Address = Schemas['AddressJson']
export type AddressKind = Address['kind']
export type Channel = Schemas['ChannelJson']
export type ChannelKind = Channel['kind']
export type ChannelPurpose = Channel['purpose']
export type Contact = Schemas['ContactJson']
export type BankAccount = Schemas['BankAccountJson']
export type Notice = Schemas['NoticeJson']
export type Duplicate = Schemas['DuplicateJson']
export type Change = Schemas['ChangeJson']

export type Unit = Schemas['UnitJson']
export type UnitKind = Unit['kind']
export type UnitList = Schemas['UnitsJson']
export type Card = Schemas['CardJson']

export type Group = Schemas['GroupJson']
export type Setting = Schemas['SettingJson']
export type SettingScope = Setting['source']
export type SettingChange = { key: string; value: string } | { key: string; reset: true }
export type Industry = Schemas['IndustryJson']
export type Check = Schemas['CheckJson']
export type Session = Schemas['SessionJson']

export type Amount = Schemas['MoneyJson']
export type ClientMoney = Schemas['ClientMoneyJson']
export type Paying = Schemas['PayingJson']
export type StripCell = Schemas['StripCellJson']
export type Turnover = Schemas['TurnoverJson']
export type Statement = Schemas['StatementJson']
