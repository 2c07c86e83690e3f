// J and K walk a queue, "/" goes to the search box; never while somebody is typing.
const TYPING = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog'

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return
  const wanted = { j: '[data-next]', k: '[data-prev]', '/': '.rl-search input' }[event.key.toLowerCase()]
  const found = wanted && document.querySelector(wanted)
  if (!found) return
  event.preventDefault()
  if (found.matches('input')) found.focus()
  else found.click()
})
