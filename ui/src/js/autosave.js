// <form data-autosave="/url"> sends itself 800 ms after the last change. The answer is 204 or JSON:
// { version } goes into the field _version, { summary } into [data-autosave-summary]. The form hears how it goes:
// autosave:state, :sending, :accepted, :stale.
import { token } from './htmx.js'

const PAUSE = 800
const RETRY = [2000, 5000, 15000, 30000]

function watch(form) {
  const place = document.querySelector(`[data-save-status][data-for="${form.id}"]`)
    ?? form.querySelector('[data-save-status]') ?? document.querySelector('[data-save-status]')
  let timer, sending = false, changed = false, dirty = false, leaving = false, failures = 0

  const say = (state, detail = '') => {
    tell('state', state)
    if (!place) return
    place.dataset.state = state
    place.textContent = `${place.dataset[state] ?? ''} ${detail}`.trim()
  }
  const tell = (what, detail) => form.dispatchEvent(new CustomEvent(`autosave:${what}`, { detail }))
  const later = pause => { clearTimeout(timer); timer = setTimeout(() => save(), pause) }

  async function save(leavingNow = false) {
    if (sending) { changed = true; return }
    if (!navigator.onLine) return say('offline') // the event `online` goes on
    sending = true
    changed = false
    tell('sending')
    say('saving')
    const answer = await fetch(form.dataset.autosave, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin', redirect: 'manual', keepalive: leavingNow,
      headers: { 'x-csrftoken': token(), accept: 'application/json', 'x-autosave': '1' },
    }).catch(() => null)
    sending = false
    await settle(answer)
  }

  async function settle(answer) {
    if (answer?.ok) {
      failures = 0
      apply(form, await answer.json().catch(() => ({})))
      tell('accepted')
      if (changed) return later(PAUSE)
      dirty = false
      return say('saved', new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' }))
    }
    if (answer?.status === 409) {
      const detail = await answer.json().catch(() => ({}))
      form.dispatchEvent(new CustomEvent('autosave:stale', { bubbles: true, detail }))
      return say('stale')
    }
    if (answer && (answer.type === 'opaqueredirect' || [401, 403].includes(answer.status))) return say('signedOut')
    if (answer && answer.status < 500 && answer.status !== 429) return say('unsaved')
    say('failed')
    later(RETRY[Math.min(failures++, RETRY.length - 1)])
  }

  form.addEventListener('input', () => { dirty = changed = true; if (!sending) say('unsaved'); later(PAUSE) })
  form.addEventListener('submit', () => { leaving = true; clearTimeout(timer) })
  addEventListener('online', () => (dirty ? later(0) : tell('state', 'saved')))
  addEventListener('offline', () => say('offline'))
  addEventListener('pagehide', () => dirty && !leaving && !sending && save(true))
  addEventListener('beforeunload', event => dirty && !leaving && !form.dataset.safe && event.preventDefault())
}

function apply(form, { version, summary }) {
  const field = form.elements.namedItem('_version')
  if (version !== undefined && field) field.value = version
  const place = document.querySelector('[data-autosave-summary]')
  if (summary !== undefined && place) place.textContent = summary
}

document.querySelectorAll('form[data-autosave]').forEach(watch)
