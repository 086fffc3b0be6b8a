import { render } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { startI18n } from '../i18n'
import { Money } from './Money'

beforeAll(() => startI18n('lv'))

it('shows what is not known as a dash that says so, never as zero', () => {
  for (const value of [null, undefined]) {
    const { container } = render(<Money value={value} />)
    expect(container.textContent).toBe('—')
    expect(container.querySelector('[title]')?.getAttribute('title')).toBe('Nav zināms')
  }
})
it('shows zero as zero', () => expect(render(<Money value={{ amount: '0.00', currency: 'EUR' }} />).container.textContent).toBe('0,00'))
it('names other money than euro', () => {
  expect(render(<Money value={{ amount: '-1000.50', currency: 'LVL' }} />).container.textContent).toBe('\u22121\u00a0000,50\u00a0LVL')
})
