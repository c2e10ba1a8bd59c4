/** The logo: a castle gate. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="M2 3h3.500v2.500h2.750V3h3.500v2.500h2.750V3H18v14.500h-5V14a3 3 0 0 0-6 0v3.500H2z" />
    </svg>
  )
}
