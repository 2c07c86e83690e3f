// A check-in that finds no network waits in the phone with the phone's time and goes out when there is one; the
// organiser confirms it. <form data-checkin="person"> is sent from here; without this script it is an ordinary form.
import { token } from './htmx.js'

const KEY = 'rl-checkins'
const LATEST = 3 * 24 * 3600 * 1000

function waiting() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? [] } catch { return [] }
}

function keep(all) {
  try {
    if (all.length) localStorage.setItem(KEY, JSON.stringify(all))
    else localStorage.removeItem(KEY)
    return true
  } catch { return false } // storage is forbidden here: then there is no queue
}

// The server's answer; null without a network, and whenever it is not the answer to a check-in (signed out, busy).
async function send({ address, code, person, said }) {
  const body = new URLSearchParams({ code, person })
  if (said) body.set('said', said)
  let answer
  try {
    answer = await fetch(address, {
      method: 'POST', body, redirect: 'manual', headers: { 'x-csrftoken': token(), 'x-checkin': '1' },
    })
  } catch { return null }
  return answer.ok && answer.headers.get('content-type')?.includes('json') ? answer.json() : { status: answer.status }
}

function tell(place, text) {
  if (!place) return
  place.textContent = text
  place.hidden = false
}

async function submit(form) {
  const place = form.querySelector('[data-checkin-said]')
  const one = {
    address: new URL(form.action).pathname, code: form.elements.code.value.replaceAll(/\s/g, ''),
    person: form.dataset.checkin,
  }
  const answer = await send(one)
  if (answer?.outcome === 'refused') tell(place, answer.said)
  else if (answer?.outcome) location.assign(form.dataset.after)
  else if (answer) form.submit()
  else if (keep([...waiting().filter(other => other.address !== one.address), { ...one, said: Date.now() }])) {
    tell(place, form.dataset.queued)
    form.querySelector('button[type=submit]').hidden = true
  } else tell(place, form.dataset.offline)
}

let sending = false
async function flush() {
  if (sending || !token()) return
  sending = true
  const fresh = waiting().filter(one => Date.now() - one.said < LATEST)
  const left = []
  for (const one of fresh) {
    const answer = await send(one)
    if (!answer?.outcome) left.push(one)
    else tell(document.querySelector('[data-checkin-said]'), answer.said)
  }
  keep(left)
  sending = false
}

document.addEventListener('submit', event => {
  if (!('checkin' in event.target.dataset)) return
  event.preventDefault()
  submit(event.target)
})
addEventListener('online', flush)
if (waiting().length) flush()
