// The ruler of a scale: dragging a bound only moves the inputs; the page draws the rest from them.
let held = null

const field = name => name && document.getElementById(`f-${name}`)

function put(name, value) {
  const input = field(name)
  if (!input || input.readOnly) return
  input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

function at(event) {
  const ruler = document.querySelector('[data-ruler] .rl-ruler')
  if (!ruler) return null
  const { left, width } = ruler.getBoundingClientRect()
  return Math.round((event.clientX - left) / width * Number(ruler.dataset.total))
}

document.addEventListener('pointerdown', event => {
  const bound = event.target.closest?.('[data-bound]')
  if (!bound || event.button || field(bound.dataset.bound)?.readOnly) return
  const { bound: name, low, high, end, gap } = bound.dataset
  held = { name, low: Number(low), high: Number(high), end, gap: Number(gap) }
  bound.classList.add('rl-ruler-held')
  event.preventDefault()
})

document.addEventListener('pointermove', event => {
  if (!held) return
  const wanted = at(event)
  const value = Math.min(held.high, Math.max(held.low, wanted))
  const ruler = document.querySelector('[data-ruler] .rl-ruler')
  if (wanted === null || String(value) === field(held.name)?.value) return
  ruler.querySelector(`[data-bound="${CSS.escape(held.name)}"]`)?.setAttribute('x', `${100 * value / Number(ruler.dataset.total)}%`)
  put(held.name, value)
  put(held.end, value - held.gap)
})

const drop = () => {
  held = null
  document.querySelectorAll('.rl-ruler-held').forEach(one => one.classList.remove('rl-ruler-held'))
}
document.addEventListener('pointerup', drop)
document.addEventListener('pointercancel', drop)
