// The pack editor: rows put in order by dragging, and a preview that follows what is typed.
function sortable(form) {
  const list = form.querySelector('ol')
  if (!list) return
  let held = null

  form.addEventListener('pointerdown', event => {
    const grip = event.target.closest('[data-grip]')
    if (!grip || event.button) return
    held = grip.closest('[data-key]')
    held.classList.add('rl-row-held')
    grip.setPointerCapture(event.pointerId)
    event.preventDefault()
  })
  form.addEventListener('pointermove', event => {
    if (!held) return
    const over = [...list.children].find(row => row !== held && within(row, event.clientY))
    if (over) over.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_FOLLOWING ? over.before(held) : over.after(held)
  })
  const drop = () => {
    if (!held) return
    held.classList.remove('rl-row-held')
    held = null
    const keys = [...list.children].map(row => row.dataset.key)
    if (keys.join() !== began.join()) send(keys)
  }
  form.addEventListener('pointerup', drop)
  form.addEventListener('pointercancel', drop)

  const began = [...list.children].map(row => row.dataset.key)
  function send(keys) {
    for (const key of keys) {
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'order', value: key })
      form.append(field)
    }
    form.submit()
  }
}

function within(row, y) {
  const { top, bottom } = row.getBoundingClientRect()
  return y > top + 6 && y < bottom - 6
}

function mirror(field) {
  document.querySelectorAll(`[data-mirror-of="${CSS.escape(field.id)}"]`).forEach(place => { place.textContent = field.value })
}

document.querySelectorAll('form[data-sortable]').forEach(sortable)
document.addEventListener('input', ({ target }) => 'mirror' in target.dataset && mirror(target))
