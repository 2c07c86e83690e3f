// What is typed into a form that saves itself stays in this browser until the server has it: through a lost connection,
// an ended session, a closed tab. One entry an account and form; gone after saving, handing in, signing out, or a week.
// Entry: { at, version, sent, fields: { name: { was, mine } } }; `was` is what the server had when `mine` was typed.
const OURS = 'rl-draft:'
const WEEK = 7 * 24 * 3600 * 1000
const account = document.querySelector('meta[name=account]')?.content
const place = form => `${OURS}${account}:${form}`

function get(key) {
  try { return JSON.parse(localStorage.getItem(key)) } catch { return null }
}
function put(key, draft) {
  try { localStorage.setItem(key, JSON.stringify(draft)); return true } catch { return false } // full, or forbidden
}
function drop(key) {
  try { localStorage.removeItem(key) } catch { /* nothing was kept */ }
}
function* keys() {
  try { yield* Object.keys(localStorage).filter(key => key.startsWith(OURS)) } catch { /* forbidden */ }
}

const plain = text => String(text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()
const same = (one, other) => plain(one) === plain(other)
const KINDS = new Set(['textarea', 'text', 'radio', 'checkbox', 'select-one'])

// A tick box is known by its name and value; points that are spread evenly follow from the criteria and are not kept.
const known = one => (one.type === 'checkbox' ? `${one.name}=${one.value}` : one.name)

function* controls(form) {
  const even = form.querySelector('[data-own-points]:not(:checked)')
  for (const one of form.elements) {
    if (!one.name || one.name.startsWith('_') || 'into' in one.dataset || one.readOnly || !KINDS.has(one.type)) continue
    if (!(even && 'points' in one.dataset)) yield one
  }
}
function read(form) {
  const held = {}
  for (const one of controls(form)) {
    const name = known(one)
    if (one.type === 'radio') held[name] = one.checked ? one.value : held[name] ?? ''
    else held[name] = one.type === 'checkbox' ? (one.checked ? '1' : '') : one.value
  }
  return held
}
function write(form, name, value) {
  const found = [...controls(form)].filter(one => known(one) === name)
  for (const one of found) {
    if (one.type === 'radio') one.checked = one.value === value
    else if (one.type === 'checkbox') one.checked = value === '1'
    else one.value = value
  }
  if (found[0] && !('points' in found[0].dataset)) found[0].dispatchEvent(new Event('input', { bubbles: true }))
}
// A value as its reader knows it: of a choice the words beside it.
function words(form, name, value) {
  const one = [...controls(form)].find(it => known(it) === name && (it.type !== 'radio' || it.value === value))
  if (one?.type === 'checkbox') return value === '1' ? '✓' : '–'
  return (one?.type === 'radio' && one.labels?.[0]?.textContent.trim()) || value || '–'
}
function title(form, name) {
  const one = [...controls(form)].find(it => known(it) === name)
  const head = one?.closest('[data-pick], .rl-review-item')?.querySelector('.rl-pick-title, .rl-review-title')
  const label = one?.type === 'radio' ? one.closest('fieldset')?.querySelector('legend') : one?.labels?.[0]
  return [head, label].map(it => it?.textContent.trim()).filter(Boolean).join(' · ')
}

function keep(form) {
  const key = place(form.dataset.autosave)
  const box = document.querySelector('[data-kept]')
  const version = () => Number(form.elements.namedItem('_version')?.value)
  let base = read(form), sending = base, open = {}

  const say = (part, text) => {
    const line = box?.querySelector(`[data-kept-${part}]`)
    if (!line) return
    if (text) line.querySelector('[data-kept-text]').textContent = text
    line.hidden = !text
  }
  const store = () => {
    const now = read(form), fields = { ...open }
    for (const name of Object.keys(now)) if (!same(now[name], base[name])) fields[name] ??= { was: base[name] ?? '', mine: now[name] }
    const kept = Object.keys(fields).length === 0 ? (drop(key), true) : put(key, { at: Date.now(), version: version(), fields })
    form.dataset.safe = kept ? '1' : ''
    return kept
  }
  const settle = (row, name, mine) => {
    if (mine !== undefined) write(form, name, mine)
    delete open[name]
    row.remove()
    store()
    const list = box.querySelector('[data-kept-choose]')
    list.hidden = !list.querySelector('[data-kept-row]')
  }
  const ask = (name, theirs, mine) => {
    const row = box.querySelector('template').content.firstElementChild.cloneNode(true)
    row.querySelector('[data-kept-label]').textContent = title(form, name)
    row.querySelector('[data-kept-theirs]').textContent = words(form, name, theirs)
    row.querySelector('[data-kept-mine]').textContent = words(form, name, mine)
    row.querySelector('[data-kept-use]').addEventListener('click', () => settle(row, name, mine))
    row.querySelector('[data-kept-leave]').addEventListener('click', () => settle(row, name))
    box.querySelector('[data-kept-rows]').append(row)
    box.querySelector('[data-kept-choose]').hidden = false
  }
  // What the server has not touched since is filled in; what was changed elsewhere is shown with both texts.
  const merge = fields => {
    const filled = []
    for (const name of Object.keys(fields).sort((one, other) => other.startsWith('own_') - one.startsWith('own_'))) {
      const { was, mine } = fields[name], now = read(form)[name]
      if (now === undefined || same(now, mine)) continue
      if (same(now, was)) filled.push([name, mine])
      else { open[name] = { was, mine }; if (box) ask(name, now, mine) }
      if (filled.at(-1)?.[0] === name) write(form, name, mine)
    }
    store()
    if (filled.length === 0) return
    form.dispatchEvent(new Event('input', { bubbles: true }))
    say('back', box?.dataset.back.replace('{n}', filled.filter(([name]) => !name.startsWith('own_')).length || 1))
  }

  document.addEventListener('click', ({ target }) => target.closest('[data-kept-drop]') && drop(key))

  const left = get(key)
  if ('refused' in form.dataset) { // what is shown is what was typed: the server does not have it yet
    for (const [name, { was }] of Object.entries(left?.fields ?? {})) base[name] = was
    form.dataset.safe = left ? '1' : ''
  }
  else if (left) merge(left.fields)

  form.addEventListener('input', () => store())
  form.addEventListener('autosave:sending', () => { sending = read(form) })
  form.addEventListener('autosave:accepted', () => { base = { ...base, ...sending }; store() })
  form.addEventListener('autosave:state', ({ detail }) => {
    const away = { offline: box?.dataset.offline, failed: box?.dataset.failed, signedOut: box?.dataset.ended }[detail]
    if (detail === 'saving' && !box?.querySelector('[data-kept-away]')?.hidden) return
    say('away', away && form.dataset.safe ? away : '')
    const again = box?.querySelector('[data-kept-again]')
    if (again) again.hidden = detail !== 'signedOut'
  })
  form.addEventListener('submit', event => {
    if (!navigator.onLine) {
      event.preventDefault()
      event.stopImmediatePropagation()
      store()
      return say('away', box?.dataset.offline)
    }
    const draft = get(key)
    if (draft) put(key, { ...draft, sent: true })
  }, { capture: true })
}

// The page after handing in: the server has a newer version than the one that was sent.
function handedIn(mark) {
  const key = place(mark.dataset.handedIn), draft = get(key)
  if (draft?.sent && Number(mark.dataset.version) > draft.version) drop(key)
}

for (const key of keys()) if (!(Date.now() - (get(key)?.at ?? 0) < WEEK)) drop(key)
if (account) {
  document.querySelectorAll('[data-handed-in]').forEach(handedIn)
  document.querySelectorAll('form[data-keeps]').forEach(keep)
  document.addEventListener('submit', ({ target }) => {
    if (target.getAttribute('action')?.endsWith('/dang-xuat')) for (const key of keys()) if (key.startsWith(place(''))) drop(key)
  })
}
