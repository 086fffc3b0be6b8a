import type { ReactElement } from 'react'

const shapes = {
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  plus: <path d="M8 3v10M3 8h10" />,
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  down: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  right: <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />,
  left: <path d="M9.5 4.5 6 8l3.5 3.5" />,
  sortUp: <path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7" />,
  sortDown: <path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />,
  person: <path d="M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8Zm-5 5.5c.5-2.6 2.5-4 5-4s4.5 1.4 5 4" />,
  building: <path d="M3 13.5V3.5l6-1.5v11.5M9 6l4 1v6.5M2 13.5h12M5.5 5.5h1M5.5 8h1M5.5 10.5h1" />,
  copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
  phone: <path d="M3 2.5h2.7l1.2 3-1.6 1.2a8 8 0 0 0 4 4l1.2-1.6 3 1.2V13c0 .6-.5 1-1 1C6.9 13.6 2.4 9.1 2 3.5c0-.6.4-1 1-1Z" />,
  mail: <path d="M2 3.5h12v9H2zM2.3 4 8 8.7 13.7 4" />,
  web: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c-4 4-4 8 0 12 4-4 4-8 0-12Z" />,
  edit: <path d="m10.5 3 2.5 2.5-7.5 7.5H3v-2.5zM9 4.5 11.5 7" />,
  attention: <path d="M8 2 1.7 13.3h12.6ZM8 6.5V9.5M8 11.3v.2" />,
  filter: <path d="M2 4h12M4.5 8h7M7 12h2" />,
  columns: <path d="M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10" />,
  bookmark: <path d="M4 2.5h8v11L8 10.5l-4 3Z" />,
  sun: <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />,
  moon: <path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z" />,
  screen: <path d="M2 3h12v8H2zM6 13.5h4" />,
  clock: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.5V8l2.5 1.5" />,
  star: <path d="m8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5Z" />,
  trash: <path d="M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3" />,
  question: <path d="M5.5 6a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.9-1.2 1.8M8 12.8v.2" />,
  sliders: <path d="M2 5h5.5M11 5h3M9.2 3.5v3M2 11h2.5M8 11h6M6.2 9.5v3" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  invoice: <path d="M3.5 2h9v12l-2.2-1.4L8 14l-2.3-1.4L3.5 14ZM6 5.5h4M6 8.5h4" />,
  document: <path d="M4 2h5l3.5 3.5V14H4ZM9 2v3.5h3.5M6.2 8.5h3.6M6.2 11h3.6" />,
  download: <path d="M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />,
  camera: <path d="M2 5h2.8L6 3h4l1.2 2H14v8H2ZM8 11a2.2 2.2 0 1 0 0-4.4A2.2 2.2 0 0 0 8 11Z" />,
  cloud: <path d="M4.5 12.5a3 3 0 0 1-.4-6 4 4 0 0 1 7.7 0 3 3 0 0 1-.3 6Z" />,
  signature: <path d="M2 13.5h12M2.5 10c2.5-1 4.5-4 4-6.5-.3-1-1.6-.7-1.8.7-.3 2 .8 5.3 2.3 5.3 1 0 1.2-1.7 2-1.7.7 0 .6 1.3 1.3 1.3.6 0 1-.6 2-.8" />,
  picture: <path d="M2 3h12v10H2zM2.3 11.5l3.4-3.7 2.6 2.7 2-2 3.4 3.2M10.5 6h.01" />,
  play: <path d="M5 3v10l8-5Z" />,
  tag: <path d="M2.5 2.5h5.2l6 6-5.2 5.2-6-6ZM5.3 5.3h.01" />,
  pair: <path d="M2 3h12v10H2zM8 3v10" />,
  undo: <path d="M3 6.5h7a3.5 3.5 0 0 1 0 7H6M5.5 3.5l-3 3 3 3" />,
} satisfies Record<string, ReactElement>

export type IconName = keyof typeof shapes

/** A 16 px line icon. It carries no name of its own: the control around it is named. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      {shapes[name]}
    </svg>
  )
}
