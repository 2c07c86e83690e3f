// <p data-live="address"> inside a form shows what the server makes of the form while it is typed; nothing is saved.
// <span data-later="address"> fetches its content once the page is there. Without this script both say less.
import { token } from './htmx.js'

const asked = new WeakMap()

async function fill(place, address, request = {}) {
  asked.get(place)?.stop.abort()
  const stop = new AbortController()
  asked.set(place, { stop })
  try {
    const answer = await fetch(address, { ...request, signal: stop.signal })
    if (answer.ok) place.innerHTML = await answer.text()
  } catch { /* left the page, typed on, or offline: what is there stays */ }
}

function live(place) {
  const form = place.closest('form')
  let waiting = 0
  const ask = () => fill(place, place.dataset.live, {
    method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { 'x-csrftoken': token() },
  })
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, 120)
  })
}

document.querySelectorAll('[data-live]').forEach(live)
document.querySelectorAll('[data-later]').forEach(place => fill(place, place.dataset.later))
