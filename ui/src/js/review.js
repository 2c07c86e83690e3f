// Reviewing a sheet by keys, criterion by criterion; what was typed waits in this tab while one walks the queue.
const form = document.querySelector('form[data-review]')
const TYPING = 'textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]'
const VERDICTS = { 1: 'accept', 2: 'suggest', 3: 'return' }

const radio = (verdict, value) => verdict.querySelector(`input[type=radio][value=${value}]`)
const checked = verdict => verdict.querySelector('input[type=radio]:checked')
const words = verdict => verdict.querySelector('textarea')
const verdicts = () => [...form.querySelectorAll('[data-verdict]')]
const current = () => document.activeElement?.closest?.('[data-criterion]')?.querySelector('[data-verdict]')

function tally() {
  const place = form.querySelector('[data-tally]')
  const counted = { accept: 0, suggest: 0, return: 0 }
  verdicts().forEach(one => { counted[checked(one)?.value ?? 'accept'] += 1 })
  if (place) place.textContent = place.dataset.tally.replace(/\{(\w+)\}/g, (_, name) => counted[name])
  return counted
}

function focus(verdict) {
  if (!verdict) return
  checked(verdict)?.focus({ preventScroll: true })
  verdict.closest('[data-criterion]').scrollIntoView({ block: 'center' })
}

function step(by) {
  const all = verdicts(), at = all.indexOf(current())
  focus(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)])
}

function judge(value) {
  const verdict = current() ?? verdicts()[0]
  if (!verdict) return
  radio(verdict, value).checked = true
  radio(verdict, value).dispatchEvent(new Event('change', { bubbles: true }))
  focus(verdict)
  if (value !== 'accept') words(verdict).focus()
}

function giveBack() {
  const reason = document.getElementById('f-reason')
  if (tally().return || reason.value.trim()) form.querySelector('[data-return]').click()
  else reason.focus()
}

// A phrase by its number, while one is writing.
function phrase(area, number) {
  const box = form.querySelectorAll(`[data-into="${CSS.escape(area.id)}"]`)[number - 1]
  box?.click()
  area.focus()
}

const ACTS = {
  a: () => form.querySelector('[data-approve]').click(),
  r: giveBack,
  n: () => step(1),
  b: () => step(-1),
  1: () => judge(VERDICTS[1]),
  2: () => judge(VERDICTS[2]),
  3: () => judge(VERDICTS[3]),
  '?': () => document.getElementById('phim-tat').showModal(),
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return
  const area = event.target.closest?.(TYPING)
  if (area) {
    if (event.key === 'Escape') { const at = current(); at ? focus(at) : area.blur() }
    const digit = event.altKey && /^Digit([1-9])$/.exec(event.code)
    if (digit && area.matches('textarea')) { event.preventDefault(); phrase(area, Number(digit[1])) }
    return
  }
  if (event.altKey) return
  const act = ACTS[event.key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
}

// The server's answer to a refusal wins over what this tab remembers.
function remember() {
  const place = `review.${form.dataset.review}`
  const kept = JSON.parse(sessionStorage.getItem(place) ?? 'null')
  const fields = () => [...form.elements].filter(one => /^(verdict|remark|proposal)\.|^reason$/.test(one.name))
  if (kept && !document.querySelector('.rl-errors')) {
    fields().forEach(one => {
      if (one.type === 'radio') one.checked = kept[one.name] ? kept[one.name] === one.value : one.checked
      else if (kept[one.name]) one.value = kept[one.name]
    })
  }
  form.addEventListener('input', () => {
    const typed = fields().filter(one => one.type !== 'radio' || one.checked).map(one => [one.name, one.value])
    sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(typed)))
  })
  form.addEventListener('submit', () => sessionStorage.removeItem(place))
}

if (form) {
  remember()
  tally()
  form.addEventListener('change', tally)
  document.addEventListener('keydown', pressed)
  form.querySelector('[data-keys]')?.addEventListener('click', ACTS['?'])
}
