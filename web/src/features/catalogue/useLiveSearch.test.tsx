import { createBrowserHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { readSearch } from './params'
import { useLiveSearch } from './useLiveSearch'

function start() {
  let live: ReturnType<typeof useLiveSearch> | undefined
  const root = createRootRoute({ component: Outlet })
  const list = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: readSearch,
    component: function List() {
      live = useLiveSearch(list.useSearch())
      return <p>list {live.search.q}</p>
    },
  })
  const card = createRoute({ getParentRoute: () => root, path: '/clients/$id', component: () => <p>card</p> })
  const router = createRouter({ routeTree: root.addChildren([list, card]), history: createBrowserHistory() })
  render(<RouterProvider router={router as never} />)
  return { router, live: () => live as ReturnType<typeof useLiveSearch> }
}

it('keeps what was searched for when a card is opened before the address has followed', async () => {
  window.history.replaceState(null, '', '/')
  const { router, live } = start()
  await screen.findByText('list')
  act(() => live().change({ q: 'bērziņš' }))
  await act(() => live().flush().then(() => router.navigate({ to: '/clients/$id', params: { id: '1' } })))
  await screen.findByText('card')
  act(() => window.history.back())
  await screen.findByText('list bērziņš')
  expect(new URLSearchParams(window.location.search).get('q')).toBe('bērziņš')
})
