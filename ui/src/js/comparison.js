// Comparison of provinces: one selection in map, tiles, bars and table; what is chosen stands in the address.
// Without this file every link loads the page with the same choice made by the server.
const board = document.querySelector('[data-comparison]')
const all = code => document.querySelectorAll(`[data-province="${CSS.escape(code)}"]`)
const near = (code, on) => all(code).forEach(link => link.classList.toggle('rl-cmp-near', on))

async function load(address) {
  const answer = await fetch(address, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return location.assign(address)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const places = ['.rl-cmp-pictures', '.rl-cmp-bars', '.rl-cmp-chosen', '.rl-cmp-table', '.rl-cmp-question', '.rl-head-actions']
  const scrolled = document.querySelector('.rl-cmp-bars')?.scrollTop
  for (const place of places) {
    const [old, fresh] = [document.querySelector(place), page.querySelector(place)]
    if (old && fresh) old.replaceWith(fresh)
  }
  const bars = document.querySelector('.rl-cmp-bars')
  if (bars) bars.scrollTop = scrolled
  bars?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
}

if (board) {
  for (const [event, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
    board.addEventListener(event, ({ target }) => {
      const link = target.closest('[data-province]')
      if (link) near(link.dataset.province, on)
    })
  }
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const picture = event.target.closest('[data-picture]')
    const link = event.target.closest('[data-province], [data-unchoose]')
    const chosen = picture ?? link
    if (!chosen) return
    event.preventDefault()
    const address = new URL(chosen.getAttribute('href'), location)
    address.hash = ''
    history.pushState(null, '', address)
    if (picture) {
      document.querySelector('.rl-cmp-pictures').dataset.shown = picture.dataset.picture
      document.querySelectorAll('[data-picture]').forEach(one => one.toggleAttribute('aria-current', one === picture))
      picture.setAttribute('aria-current', 'true')
    }
    load(address)
  })
  addEventListener('popstate', () => load(location.href))
}
