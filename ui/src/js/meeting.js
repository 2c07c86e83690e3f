// One person before the meeting: the sum and the level it gives while points are typed; Ctrl + Enter goes on.
const number = text => Number.parseFloat(text.trim().replace(',', '.'))

function watch(form) {
  const bands = form.dataset.meeting.split(';').filter(Boolean).map(one => {
    const at = one.indexOf('=')
    return { least: Number(one.slice(0, at)), title: one.slice(at + 1) }
  })
  const fields = [...form.querySelectorAll('input[name^="points."]')]
  const show = () => {
    const given = fields.map(field => number(field.value))
    if (given.some(Number.isNaN)) return
    const sum = Math.round(given.reduce((a, b) => a + b, 0) * 100) / 100
    form.querySelector('[data-live-sum]').textContent = sum.toLocaleString('vi-VN')
    const level = bands.find(one => sum >= one.least)
    if (level) form.querySelector('[data-live-level]').textContent = level.title
  }
  fields.forEach(field => field.addEventListener('input', show))
}

function agree(button) {
  const form = button.closest('form')
  const counts = { votes_for: button.dataset.allAgree, votes_against: '0', votes_blank: '0' }
  for (const [name, count] of Object.entries(counts)) form.elements.namedItem(name).value = count
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-all-agree]')
  if (button) agree(button)
})
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const button = document.querySelector('[data-ctrl-enter]')
  if (!button) return
  event.preventDefault()
  button.click()
})
document.querySelectorAll('form[data-meeting]').forEach(watch)

// The roll counts while names are ticked.
document.querySelectorAll('form:has(.rl-meet-roll)').forEach(form => form.addEventListener('change', () => {
  form.querySelector('[data-present]').textContent = form.querySelectorAll('.rl-meet-roll input:checked').length
}))
