// Everything works without this file; it saves drafts, counts letters, and listens to keys (design.md §4).
import 'htmx.org/dist/htmx.esm.js'
import './js/htmx.js'
import './js/autosave.js'
import './js/fields.js'
import './js/keys.js'
import './js/menus.js'
import './js/registration.js'
import './js/comparison.js'
