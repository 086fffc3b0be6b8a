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
  person: <path d="M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8Zm-5 5.5c.5-2.6 2.5-4 5-4s4.500 1.400 5 4" />,
  building: <path d="M3 13.500V3.500l6-1.500v11.500M9 6l4 1v6.500M2 13.500h12M5.500 5.500h1M5.500 8h1M5.500 10.500h1" />,
  copy: <path d="M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3" />,
  phone: <path d="M3 2.500h2.700l1.200 3-1.600 1.200a8 8 0 0 0 4 4l1.200-1.600 3 1.200V13c0 .6-.5 1-1 1C6.900 13.600 2.400 9.100 2 3.500c0-.6.4-1 1-1Z" />,
  mail: <path d="M2 3.500h12v9H2zM2.300 4 8 8.700 13.700 4" />,
  web: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c-4 4-4 8 0 12 4-4 4-8 0-12Z" />,
  edit: <path d="m10.500 3 2.500 2.500-7.500 7.500H3v-2.500zM9 4.500 11.500 7" />,
  attention: <path d="M8 2 1.700 13.300h12.600ZM8 6.500V9.500M8 11.300v.2" />,
  filter: <path d="M2 4h12M4.500 8h7M7 12h2" />,
  columns: <path d="M2.500 3h11v10h-11zM6.200 3v10M9.800 3v10" />,
  bookmark: <path d="M4 2.500h8v11L8 10.500l-4 3Z" />,
  sun: <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7" />,
  moon: <path d="M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500Z" />,
  screen: <path d="M2 3h12v8H2zM6 13.500h4" />,
  print: <path d="M4.500 6V2.500h7V6M4.500 11.500H2.500V6h11v5.500h-2M4.500 9.500h7v4h-7z" />,
  clock: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.500V8l2.500 1.500" />,
  eye: <path d="M1.500 8C3 5 5.300 3.500 8 3.500S13 5 14.500 8C13 11 10.700 12.500 8 12.500S3 11 1.500 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
  star: <path d="m8 2 1.800 3.900 4.200.5-3.100 2.900.8 4.200L8 11.400l-3.700 2.100.8-4.200L2 6.400l4.200-.5Z" />,
  trash: <path d="M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.5 9h6l.5-9M6.800 7v4M9.200 7v4" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.500-3.600M13 2v3h-3" />,
  more: <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" strokeWidth="2" />,
  download: <path d="M8 2.500v7.500M4.500 7 8 10.500 11.500 7M2.500 13.500h11" />,
  menu: <path d="M2.500 4.500h11M2.500 8h11M2.500 11.500h11" />,
  undo: <path d="M3 6.500h7a3.500 3.500 0 0 1 0 7H6M5.500 3.500l-3 3 3 3" />,
  panel: <path d="M2 3h12v10H2zM9.500 3v10" />,
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
