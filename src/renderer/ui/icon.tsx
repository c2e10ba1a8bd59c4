import './icon.css'

/** 16 × 16 outlines, drawn with the text's colour. Decoration only: the name of a thing is always text. */
const paths = {
  imports: 'M8 2v7m0 0 3-3M8 9 5 6M2.5 10.5v2a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2',
  applications: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  approvals: 'M3 2.500h10v11H3zM5.500 8l2 2 3-4',
  requests: 'M2.500 3.500h11v7h-6l-3 3v-3h-2zM8 5v4M6 7h4',
  catalogue:
    'M8 3.500C6.500 2.500 4.500 2.300 2.500 2.500v10c2-.200 4 0 5.500 1 1.500-1 3.500-1.200 5.500-1v-10c-2-.200-4 0-5.500 1ZM8 3.500v10',
  policies: 'M8 2v11.500M5 13.500h6M3 4.500h10M3 4.500 1.500 9a2 2 0 0 0 3 0zM13 4.500 11.500 9a2 2 0 0 0 3 0z',
  people:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c0-2.2 2-4 4.5-4s4.500 1.800 4.500 4M10.500 2.800a2.500 2.500 0 0 1 0 4.400M12 9.800c1.500.6 2.500 2 2.500 3.700',
  activity: 'M1.500 8h3l2-5 3 10 2-5h3',
  api: 'M5 4 1.500 8 5 12M11 4l3.500 4L11 12M9 3l-2 10',
  settings: 'M2.500 4.500h6m3 0h2M2.500 11.500h2m3 0h6M10 3v3M6 10v3',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.600-1.400L14 14',
  close: 'm4 4 8 8m0-8-8 8',
  check: 'm3 8.500 3.200 3.200L13 4.800',
  minus: 'M3.500 8h9',
  plus: 'M8 3.500v9M3.500 8h9',
  change: 'M3 5.500h9m0 0L9.500 3M12 5.500 9.500 8M13 10.500H4m0 0L6.500 8M4 10.500 6.500 13',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-up': 'm4 10 4-4 4 4',
  'chevron-right': 'm6 4 4 4-4 4',
  'chevron-left': 'm10 4-4 4 4 4',
  undo: 'M6 3 2.500 6.500 6 10M2.500 6.500H10a3.500 3.500 0 0 1 0 7H7',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  play: 'M5 3.500v9l7-4.500z',
  hold: 'M8 1.800 13 4v3.600c0 3.200-2 5.600-5 6.600-3-1-5-3.400-5-6.600V4z',
  warning: 'M8 2.500 14 13H2zM8 6.500v3M8 11.300v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5v.2',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.500M8 10.800v.2',
  done: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.500 8.200l1.800 1.800 3.200-3.600',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.200l2 1.300',
  file: 'M4 1.800h5l3.500 3.500v8.900H4zM9 1.800v3.500h3.500',
  folder: 'M1.800 3.500h4l1.400 1.800h7v7.200H1.800z',
  copy: 'M5.500 5.500h8v8h-8zM3 10.500h-.5v-8h8V3',
  download: 'M8 2.500v7.500m0 0 3-3m-3 3-3-3M3 13.500h10',
  more: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  sun: 'M8 10.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600ZM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7',
  moon: 'M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7Z',
  system: 'M2 3h12v8H2zM5.500 13.500h5M8 11v2.500',
  keyboard: 'M1.500 4h13v8h-13zM4 6.500h.01M6.500 6.500h.01M9 6.500h.01M11.500 6.500h.01M4.500 9.500h7',
  person: 'M8 8a2.800 2.800 0 1 0 0-5.600A2.800 2.800 0 0 0 8 8ZM3 13.800c0-2.400 2.200-4 5-4s5 1.600 5 4',
  link: 'M6.500 9.500l3-3M7 4.500l1.500-1.500a3.200 3.200 0 0 1 4.500 4.500L11.500 9M9 11.500 7.500 13A3.200 3.200 0 0 1 3 8.500L4.500 7',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
