// Letters left, growing text areas, ready phrases, and "choose all" in tables.
const NUMBER = new Intl.NumberFormat(document.documentElement.lang)
const GROWS = CSS.supports('field-sizing', 'content')

function count(area) {
  const place = document.getElementById(area.dataset.counter)
  if (place) place.textContent = place.dataset.left.replace('{n}', NUMBER.format(area.maxLength - area.value.length))
}

function grow(area) {
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight + 2}px`
}

function refresh(area) {
  if (area.dataset.counter) count(area)
  if ('grow' in area.dataset && !GROWS) grow(area)
}

// <button data-insert="f-solution" data-text="…"> puts a ready phrase into the field.
function insert(button) {
  const area = document.getElementById(button.dataset.insert)
  if (!area) return
  const before = area.value.trimEnd()
  area.value = before ? `${before}\n${button.dataset.text}` : button.dataset.text
  area.dispatchEvent(new Event('input', { bubbles: true }))
  area.focus()
}

// <input type=checkbox data-all="name"> ticks every box of that name in its form; [data-chosen] shows how many.
function choose(box) {
  const form = box.form
  if (!form) return
  const name = box.dataset.all ?? box.name
  const boxes = [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]:not(:disabled)`)]
  if (box.dataset.all) boxes.forEach(one => { one.checked = box.checked })
  const chosen = boxes.filter(one => one.checked).length
  const all = form.querySelector(`input[data-all="${CSS.escape(name)}"]`)
  if (all) { all.checked = chosen === boxes.length && chosen > 0; all.indeterminate = chosen > 0 && chosen < boxes.length }
  form.querySelectorAll('[data-chosen]').forEach(place => { place.textContent = NUMBER.format(chosen) })
}

document.addEventListener('input', ({ target }) => target instanceof HTMLTextAreaElement && refresh(target))
document.addEventListener('change', ({ target }) => target.type === 'checkbox' && choose(target))
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-insert]')
  if (button) insert(button)
  if (target.closest('[data-print]')) print()
})
document.addEventListener('htmx:load', ({ target }) => target.querySelectorAll('textarea').forEach(refresh))
document.querySelectorAll('textarea').forEach(refresh)
document.querySelectorAll('input[data-all]').forEach(choose)
document.documentElement.classList.add('rl-script')

// An address beside its button "copy"; where the browser has no clipboard for us, the old way.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const field = document.getElementById(button.dataset.copy)
  field.select()
  try { await navigator.clipboard.writeText(field.value) } catch { document.execCommand('copy') }
  button.querySelector('[role=status]').textContent = button.dataset.copied
})
