// The registration form while it is being written: ready solutions, counts, previews, both texts of a stale draft.
// A ready phrase goes into the text area named by data-into; without this script the server adds the ticked ones.
function use(box) {
  const area = document.getElementById(box.dataset.into)
  const label = box.closest('label')
  const phrase = label?.textContent.trim()
  box.checked = false
  if (!area || !phrase || area.value.includes(phrase)) return
  const before = area.value.trimEnd()
  area.value = before ? `${before}\n${phrase}` : phrase
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

function mark(area) {
  document.querySelectorAll(`[data-into="${CSS.escape(area.id)}"]`).forEach(box => {
    const label = box.closest('label')
    label?.classList.toggle('rl-ready-used', area.value.includes(label.textContent.trim()))
  })
}

function preview(area) {
  const pick = area.closest('[data-pick]')
  if (!pick) return
  const text = area.value.trim()
  pick.classList.toggle('rl-pick-on', text !== '')
  const place = pick.querySelector('[data-preview]')
  if (place) place.textContent = text || pick.querySelector('.rl-pick-guide')?.textContent || ''
  const group = area.closest('[data-group]')
  const rail = group && document.querySelector(`[data-rail="${CSS.escape(group.dataset.group)}"]`)
  if (!rail) return
  const have = [...group.querySelectorAll('textarea')].filter(one => one.value.trim()).length
  rail.querySelector('[data-have]').textContent = have
  rail.classList.toggle('rl-rail-enough', have >= Number(rail.dataset.need))
}

// Points in hundredths. Until the owner ticks that he spreads them himself, they follow the chosen criteria evenly.
const hundredths = text => Math.round(Number(text.trim().replace(',', '.')) * 100) || 0
const shown = value => String(value / 100).replace('.', document.documentElement.lang === 'en' ? '.' : ',')

function spread() {
  const bar = document.querySelector('[data-point-total]')
  if (!bar) return
  const own = bar.querySelector('[data-own-points]')?.checked
  const picks = [...document.querySelectorAll('[data-pick]')]
  const chosen = picks.filter(pick => pick.querySelector('textarea')?.value.trim())
  const total = Number(bar.dataset.pointTotal) * 100
  let sum = 0
  for (const pick of picks) {
    const field = pick.querySelector('[data-points]')
    const at = chosen.indexOf(pick)
    const even = at < 0 ? 0 : Math.floor(total / chosen.length) + (at < total % chosen.length ? 1 : 0)
    if (field && !own) field.value = at < 0 ? '' : shown(even)
    const given = at < 0 ? 0 : own && field ? hundredths(field.value) : even
    const place = pick.querySelector('[data-pick-points]')
    if (place) place.textContent = at < 0 ? '' : shown(given)
    sum += given
  }
  bar.querySelector('[data-point-sum]').textContent = shown(sum)
  bar.classList.toggle('rl-reg-points-off', chosen.length > 0 && sum !== total)
}

// A link to something folded away unfolds it.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const fold = target?.closest('details')
  if (fold) { fold.open = true; target.scrollIntoView() }
}

// The reader has seen both texts and keeps the own one: it is saved over the other.
function keep(button) {
  const form = document.querySelector('form[data-autosave]')
  form.elements.namedItem('_version').value = button.dataset.keep
  button.closest('.rl-stale').remove()
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

document.addEventListener('change', ({ target }) => target.dataset?.into && use(target))
document.addEventListener('input', ({ target }) => {
  if (target.matches?.('[data-points]')) {
    const own = document.querySelector('[data-own-points]')
    if (own) own.checked = true
  }
  if (target.closest?.('form[data-registration]')) spread()
  if (target instanceof HTMLTextAreaElement) { mark(target); preview(target) }
})
document.addEventListener('autosave:stale', ({ target, detail }) => {
  const place = document.querySelector('[data-stale-place]')
  if (!place || !detail.html) return
  place.innerHTML = detail.html // our own fragment, escaped by the template
  place.scrollIntoView({ block: 'start' })
})
document.addEventListener('click', ({ target }) => target.closest('[data-keep]') && keep(target.closest('[data-keep]')))
addEventListener('hashchange', unfold)
unfold()
document.querySelectorAll('textarea').forEach(mark)
