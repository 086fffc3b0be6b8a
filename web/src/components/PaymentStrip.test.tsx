import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { startI18n } from '../i18n'
import { PaymentStrip } from './PaymentStrip'

beforeAll(() => startI18n('lv'))

const euro = (amount: string) => ({ amount, currency: 'EUR' })
const cell = (number: string, days_late: number, open = false) => ({
  invoice_id: number, number, issued_on: '2026-01-01', in_time_until: '2026-01-31', settled_on: open ? null : '2026-01-31', days_late, gross: euro('121.00'), open: euro(open ? '121.00' : '0.00'),
})

async function show(): Promise<HTMLElement[]> {
  const root = createRootRoute()
  const page = createRoute({ getParentRoute: () => root, path: '/', component: () => <PaymentStrip cells={[cell('A-1', -2), cell('A-2', 75), cell('A-3', 3, true)]} /> })
  const router = createRouter({ routeTree: root.addChildren([page]), history: createMemoryHistory() })
  render(<RouterProvider router={router as never} />)
  return screen.findAllByRole('link')
}

it('tells late by height and open by a hollow bar, not by colour alone', async () => {
  const links = await show()
  expect(links.map((link) => [link.dataset.late, link.dataset.open])).toEqual([['0', undefined], ['4', undefined], ['2', 'true']])
  expect(links[1]?.getAttribute('aria-label')).toBe('A-2: samaksāts 75 dienas pēc termiņa')
})

it('is one stop of the Tab key, inside which arrows move', async () => {
  const links = await show()
  const stops = () => links.map((link) => link.tabIndex)
  expect(stops()).toEqual([-1, -1, 0])
  links[2]?.focus()
  fireEvent.keyDown(links[2] as HTMLElement, { key: 'ArrowLeft' })
  expect(document.activeElement).toBe(links[1])
  expect(stops()).toEqual([-1, 0, -1])
  fireEvent.keyDown(links[1] as HTMLElement, { key: 'Home' })
  expect(document.activeElement).toBe(links[0])
})
