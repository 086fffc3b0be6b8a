// What was searched for and not found becomes the beginning of a new client.
import { emptyDraft, newRowId, type Draft } from './draft'

export function prefillOf(text: string): Draft {
  const digits = text.replace(/[\s-]/g, '')
  if (/^(LV)?\d{11}$/i.test(digits)) {
    const vat = /^LV/i.test(digits)
    return {
      ...emptyDraft,
      identifiers: [
        { id: newRowId(), type: vat ? 'lv_vat' : 'lv_regcode', value: digits.toUpperCase(), shown: '', country: 'LV', valid_from: null, valid_to: null, check_state: 'none', source: 'user' },
      ],
    }
  }
  const channel = text.includes('@') ? 'email' : /^\+?\d{8,}$/.test(digits) ? 'phone' : null
  if (channel) {
    return {
      ...emptyDraft,
      channels: [{ id: newRowId(), kind: channel, value: text, normal: '', purpose: 'general', primary: true, note: '', bounced_at: null }],
    }
  }
  return { ...emptyDraft, name: text }
}
