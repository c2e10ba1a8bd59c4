// Runs before the first paint, so that a chosen theme never flashes the other one. Keep in step with preferences.ts.
try {
  const saved = JSON.parse(localStorage.getItem('castellan.preferences') ?? '{}')
  const root = document.documentElement
  if (saved.theme === 'light' || saved.theme === 'dark') root.dataset.theme = saved.theme
  if (saved.density === 'roomy') root.dataset.density = 'roomy'
} catch {
  // Storage may be closed to us; the system's theme is then the right one.
}
