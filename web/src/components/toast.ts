// Short messages in the corner. One store, so that code outside React can speak too.

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'attention'
  action?: { label: string; run: () => void }
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export function dismissToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  const toast: Toast = { id: nextId++, text, tone: options.tone ?? 'plain', action: options.action }
  set([...toasts.slice(-2), toast])
  setTimeout(() => dismissToast(toast.id), toast.tone === 'attention' || toast.action ? 9000 : 4000)
}

export const toastStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): readonly Toast[] => toasts,
}
