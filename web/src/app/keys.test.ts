import { expect, it } from 'vitest'
import { isTyping, keyName } from './keys'

const key = (name: string, part: object = {}) => keyName({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part })

it('names keys as the shortcuts do', () => {
  expect(key('k', { ctrlKey: true })).toBe('Ctrl+k')
  expect(key('K', { metaKey: true })).toBe('Ctrl+k')
  expect(key('ArrowLeft', { ctrlKey: true })).toBe('Ctrl+ArrowLeft')
  expect(key('?', { shiftKey: true })).toBe('?')
  expect(key(' ')).toBe('Space')
})
it('knows when a person types', () => {
  expect(isTyping(document.createElement('input'))).toBe(true)
  expect(isTyping(document.createElement('div'))).toBe(false)
})
