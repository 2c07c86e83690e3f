// The year calendar: a flag that is dragged to another day sends the form that moves its date.
let flag = null, over = null, from = null

const dayAt = event => document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-day]') ?? null

function point(day) {
  over?.classList.remove('rl-day-over')
  over = day
  over?.classList.add('rl-day-over')
}

function drop() {
  flag?.classList.remove('rl-flag-held')
  document.querySelector('[data-year]')?.classList.remove('rl-year-moving')
  point(null)
  flag = from = null
}

document.addEventListener('pointerdown', event => {
  const found = event.target.closest?.('[data-flag]')
  if (!found || event.button || !document.getElementById('doi-moc')) return
  flag = found
  from = { x: event.clientX, y: event.clientY, moved: false }
  found.releasePointerCapture?.(event.pointerId)
})

document.addEventListener('pointermove', event => {
  if (!flag) return
  if (!from.moved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 6) return
  from.moved = true
  flag.classList.add('rl-flag-held')
  document.querySelector('[data-year]')?.classList.add('rl-year-moving')
  point(dayAt(event))
})

document.addEventListener('pointerup', event => {
  if (!flag) return
  const day = from.moved && dayAt(event)
  const form = document.getElementById('doi-moc')
  if (day && day !== flag.closest('[data-day]')) {
    form.elements.key.value = flag.dataset.flag
    form.elements.day.value = day.dataset.day
    form.submit()
  }
  const stay = from.moved
  drop()
  if (stay) addEventListener('click', click => click.preventDefault(), { capture: true, once: true })
})
document.addEventListener('pointercancel', drop)
