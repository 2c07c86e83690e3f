// Menus are <details>: a click elsewhere or Escape closes them. The error summary takes the focus.
const close = except => document.querySelectorAll('details[data-menu][open]').forEach(menu => {
  if (menu !== except) menu.open = false
})

document.addEventListener('click', event => close(event.target.closest('details[data-menu]')))
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return
  const open = document.querySelector('details[data-menu][open]')
  close()
  open?.querySelector('summary')?.focus()
})
document.querySelector('[data-focus]')?.focus()

// Tabs that scroll sideways begin at the one that is open.
document.querySelectorAll('.rl-tabs [aria-current]').forEach(tab => {
  tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - tab.parentElement.getBoundingClientRect().left - 24
})

// Which groups of the side menu stand otherwise than usual is remembered for the next page (`folds` of ui/menu.py).
document.querySelectorAll('details[data-fold] > summary').forEach(title => title.addEventListener('click', () => {
  const group = title.parentElement
  const turned = new Set(/(?:^|; )menu=([\w.-]*)/.exec(document.cookie)?.[1].split('.').filter(Boolean))
  turned[group.open === group.matches('[data-usual]') ? 'add' : 'delete'](group.dataset.fold)
  document.cookie = `menu=${[...turned].join('.')}; path=/; max-age=31536000; samesite=lax`
}))
