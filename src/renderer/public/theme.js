// Runs before the first paint, so that a chosen theme does not flash the other one. Keep in step with preferences.ts.
try {
  const saved = JSON.parse(localStorage.getItem('castellan.preferences') ?? '{}')
  const root = document.documentElement
  if (saved.theme === 'light' || saved.theme === 'dark') root.dataset.theme = saved.theme
  if (saved.density === 'roomy') root.dataset.density = 'roomy'
} catch {
  // Storage may be blocked; the page then follows the theme of the system.
}
