// htmx without eval, without its own styles, and with the token of the session on every request.
import htmx from 'htmx.org/dist/htmx.esm.js'

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages hold personal records: nothing of them stays in the browser's storage
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '4(09|22)', swap: true },
    { code: '[45]..', swap: false, error: true },
  ],
})

export const token = () => document.querySelector('meta[name=csrf]')?.content ?? ''

document.addEventListener('htmx:configRequest', event => {
  event.detail.headers['x-csrftoken'] = token()
})
